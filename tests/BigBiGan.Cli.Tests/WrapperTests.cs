using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>
/// ./bigbigan in a checkout of a few files, with a `dotnet` that builds by copying the one spec: what the program says is what it was built from.
/// A spec with the word "broken" does not build.
/// </summary>
public sealed class WrapperTests
{
    private const string Program = "src/BigBiGan.Cli/bin/Release/net10.0/bigbigan.dll";

    private const string Dotnet = """
        #!/bin/sh
        root=$(cd "$(dirname "$0")/.." && pwd)
        if [ "$1" = build ]; then
          echo built >> "$root/builds"
          cp "$root/models/one.yaml" "$root/read"
          [ ! -e "$root/saved-meanwhile" ] || mv "$root/saved-meanwhile" "$root/models/one.yaml"
          if grep -q broken "$root/read"; then
            echo "$root/models/one.yaml(1,1): error BBG0201: no such key [$root/models/Models.csproj]"
            exit 1
          fi
          mkdir -p "$root/src/BigBiGan.Cli/bin/Release/net10.0"
          cp "$root/read" "$root/src/BigBiGan.Cli/bin/Release/net10.0/bigbigan.dll"
          exit 0
        fi
        cat "$1"
        shift
        echo "$*"

        """;

    private readonly string _checkout = Workplace.NewFolder("checkout with a space");

    public WrapperTests()
    {
        File.Copy(Path.Combine(Repository.Root, "bigbigan"), Path.Combine(_checkout, "bigbigan"));
        Write("bin/dotnet", Dotnet);
        Bigbigan.Finish(Bigbigan.Start("chmod", _checkout, ["+x", "bin/dotnet"])).Succeeds();
        Write("src/one.cs", "one");
        Write("generators/one.cs", "one");
        Write("Directory.Build.props", "one");
        Write("global.json", "one");
        Write("models/Models.csproj", "one");
        Write("models/one.yaml", "first\n");
    }

    [Fact]
    public void It_builds_once_and_passes_its_arguments_on()
    {
        Assert.Equal("first\ndescribe a b\n", Run("describe", "a b").Succeeds().Out);
        Assert.Equal("first\nlist\n", Run("list").Succeeds().Out);
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("models/one.yaml")]
    [InlineData("src/one.cs")]
    [InlineData("generators/one.cs")]
    [InlineData("Directory.Build.props")]
    public void Another_content_is_built_however_old_its_file_is(string path)
    {
        Run("list").Succeeds();
        Write(path, "second\n");
        File.SetLastWriteTimeUtc(Path.Combine(_checkout, path), DateTime.UtcNow.AddDays(-1));
        Run("list").Succeeds();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public void A_touched_file_is_not_built()
    {
        Run("list").Succeeds();
        File.SetLastWriteTimeUtc(Path.Combine(_checkout, "models", "one.yaml"), DateTime.UtcNow.AddMinutes(1));
        Run("list").Succeeds();
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void A_file_that_was_saved_during_the_build_is_built()
    {
        Write("saved-meanwhile", "second\n");
        Assert.Equal("second\nlist\n", Run("list").Succeeds().Out);
        Assert.Equal(2, Builds);
    }

    [Fact]
    public void A_program_that_someone_else_built_since_is_built_again()
    {
        Run("list").Succeeds();
        Write(Program, "another\n");
        Assert.Equal("first\nlist\n", Run("list").Succeeds().Out);
    }

    [Fact]
    public void What_a_link_leads_to_counts()
    {
        Write("elsewhere/two.yaml", "two\n");
        Directory.CreateSymbolicLink(Path.Combine(_checkout, "models", "ext"), "../elsewhere");
        Run("list").Succeeds();
        Write("elsewhere/two.yaml", "three\n");
        Run("list").Succeeds();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public void While_a_spec_is_broken_the_program_of_before_answers_all_that_trains_nothing()
    {
        Run("list").Succeeds();
        Write("models/one.yaml", "broken\n");
        foreach (var command in new[] { "list", "diff HEAD", "evaluate run", "grid report lab", "grid plan lab" })
        {
            var answer = Run(command.Split(' ')).Succeeds();
            Assert.Equal($"first\n{command}\n", answer.Out);
            Assert.Equal(
                "bigbigan: warning: the build fails, and this is the program of before, without what changed since: models/one.yaml(1,1): error BBG0201: no such key",
                answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        }

        Assert.Equal(2, Builds); // the failure is not repeated
        foreach (var command in new[] { "check models", "--help", "train --help", "--version" })
        {
            Assert.Equal(("", $"first\n{command}\n"), (Run(command.Split(' ')).Succeeds().Error, Run(command.Split(' ')).Out));
        }

        foreach (var command in new[] { "train one", "grid run lab", "grid cell lab 0" })
        {
            var answer = Run(command.Split(' '));
            Assert.Equal((1, ""), (answer.Code, answer.Out));
            Assert.Contains("error BBG0201: no such key", answer.Error);
        }

        Write("models/one.yaml", "first\n");
        Assert.Equal(("first\ntrain one\n", ""), (Run("train", "one").Succeeds().Out, Run("list").Error));
    }

    [Fact]
    public void Without_any_program_a_failed_build_is_all_there_is_to_say()
    {
        Write("models/one.yaml", "broken\n");
        var answer = Run("list");
        Assert.Equal((1, ""), (answer.Code, answer.Out));
        Assert.Contains("error BBG0201: no such key", answer.Error);
    }

    private int Builds => File.ReadAllLines(Path.Combine(_checkout, "builds")).Length;

    private Answer Run(params string[] arguments) =>
        Bigbigan.Finish(Bigbigan.Start("env", _checkout, [$"PATH={Path.Combine(_checkout, "bin")}:{Environment.GetEnvironmentVariable("PATH")}", "bash", Path.Combine(_checkout, "bigbigan"), .. arguments]));

    private void Write(string path, string text)
    {
        var file = Path.Combine(_checkout, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
