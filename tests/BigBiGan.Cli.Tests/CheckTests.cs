using System.Text.RegularExpressions;
using BigBiGan.Cli.Specs;
using BigBiGan.Cli.Tests.Harness;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Cli.Tests;

public sealed partial class CheckTests
{
    [Fact]
    public void The_specs_of_this_repository_have_no_problem() =>
        Assert.EndsWith(", 0 problems\n", Bigbigan.RunIn(Repository.Root, "check", "models").Succeeds().Out);

    [Fact]
    public void Problems_of_all_files_come_with_file_line_and_column()
    {
        var folder = Broken();
        var answer = Bigbigan.RunIn(folder, "check", ".");
        Assert.Equal(1, answer.Code);
        Assert.Empty(answer.Error);
        Assert.Equal("3 specs, 3 problems", answer.OutLines[^1]);
        Assert.Collection(
            answer.OutLines[..^1],
            line => Assert.Matches(@"^small/child\.yaml\(2,10\): error BBG\d{4}: .*fashon.*", line),
            line => Assert.Matches(@"^small/wrong\.yaml\(7,\d+\): error BBG\d{4}: .*widht.*did you mean `width`", line),
            line => Assert.Matches(@"^small/wrong\.yaml\(15,\d+\): error BBG\d{4}: .*lots.*", line));
    }

    [Fact]
    public void Links_are_followed_as_the_build_follows_them()
    {
        var folder = Broken();
        Directory.Move(Path.Combine(folder, "small"), Path.Combine(folder, "..", Path.GetFileName(folder) + "-ext"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "small"), $"../{Path.GetFileName(folder)}-ext");
        Assert.Equal("3 specs, 3 problems", Bigbigan.RunIn(folder, "check", ".").OutLines[^1]);
    }

    /// <summary>What the build does with the very same folder: PackageTests.</summary>
    [Fact]
    public void What_lies_unread_beside_the_specs_is_told_and_ends_nothing()
    {
        var folder = Litter.Lay(Workplace.NewFolder("litter"));
        var answer = Bigbigan.RunIn(folder, "check", ".");
        Assert.Equal(1, answer.Code);
        Assert.Equal([.. Litter.Problems, $"{Litter.Specs.Length} specs, {Litter.Problems.Length} problems"], answer.OutLines);
        Assert.Equal(
            [
                "bigbigan: warning: dangling.yaml: no file stands behind this name (a link that leads nowhere, a pipe); it is not read",
                "bigbigan: warning: pipe.yaml: no file stands behind this name (a link that leads nowhere, a pipe); it is not read",
                "bigbigan: warning: small/loop: a link back to a folder above it; it is not entered",
            ],
            answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, Bigbigan.RunIn(folder, "check", ".", "--json").Json().GetProperty("unread").GetArrayLength());
        var one = Bigbigan.RunIn(folder, "check", "mine.yaml").Succeeds();
        Assert.Equal(("1 spec, 0 problems\n", ""), (one.Out, one.Error));
    }

    [Fact]
    public void The_folder_of_specs_is_the_one_that_the_project_names()
    {
        var folder = Workplace.NewFolder("project");
        File.WriteAllText(Path.Combine(folder, "Lab.csproj"), "<Project><PropertyGroup><BigBiGanSpecFolder>specs</BigBiGanSpecFolder></PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(folder, "compose.yaml"), "services: [database]\n");
        Directory.CreateDirectory(Path.Combine(folder, "specs"));
        File.Copy(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"), Path.Combine(folder, "specs", "fashion.yaml"));
        foreach (var path in new[] { ".", "specs", "specs/fashion.yaml" })
        {
            Assert.Equal("1 spec, 0 problems\n", Bigbigan.RunIn(folder, "check", path).Succeeds().Out);
        }

        Assert.Equal(
            "compose.yaml: Lab.csproj has its specs in specs (BigBiGanSpecFolder), and the build reads none elsewhere", Bigbigan.RunIn(folder, "check", "compose.yaml").Refusal());
    }

    [Fact]
    public void A_program_whose_specs_do_not_compile_says_so()
    {
        var fashion = File.ReadAllText(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"));
        var set = SpecSet.Read([("fashion.yaml", fashion), ("fine.yaml", "variant: Two\nextends: mine.de\n"), ("allowed.yaml", "variant: Mine\nextends: fashion\nablates: encoder\n")]);
        Assert.Equal(
            "this program carries specs that do not compile, and does not know their variants: fine.yaml(2,10): error BBG0301: `extends` is `mine.de`, but there is no mine.de.yaml among the specs, and 1 more problem; build it again",
            CompiledSpecs.Fault(set, ["fashion.yaml", "fine.yaml", "mine.de.yaml"]));
        Assert.Null(CompiledSpecs.Fault(SpecSet.Read([("fashion.yaml", fashion)]), ["fashion.yaml"]));
        Assert.Null(CompiledSpecs.Fault(CompiledSpecs.Set, Models.Variants.All.Select(entry => entry.SpecFile)));
    }

    [Fact]
    public void The_same_problems_come_as_json()
    {
        var answer = Bigbigan.RunIn(Broken(), "check", "small/wrong.yaml", "--json");
        Assert.Equal(1, answer.Code);
        Assert.Equal(1, answer.Json().GetProperty("specs").GetInt32());
        var problems = answer.Json().GetProperty("problems").EnumerateArray().ToList();
        Assert.Equal([7, 15], problems.Select(p => p.GetProperty("line").GetInt32()));
        Assert.All(problems, p => Assert.Equal(
            $"{p.GetProperty("file").GetString()}({p.GetProperty("line").GetInt32()},{p.GetProperty("column").GetInt32()}): error {p.GetProperty("id").GetString()}: {p.GetProperty("message").GetString()} (docs/problems.md#{p.GetProperty("id").GetString()!.ToLowerInvariant()})",
            p.GetProperty("text").GetString()));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_build_prints_the_very_same_lines()
    {
        var folder = Broken();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(Path.Combine(folder, file), $"""<Project><Import Project="{Path.Combine(Repository.Root, file)}" /></Project>""");
        }

        File.Copy(Path.Combine(Repository.Root, "global.json"), Path.Combine(folder, "global.json"));
        var project = File.ReadAllText(Path.Combine(Repository.Root, "models", "BigBiGan.Models.csproj"))
            .Replace("..\\src", Path.Combine(Repository.Root, "src"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "Broken.csproj"), project);
        // the projects that it refers to are built: these tests refer to them, too
        var build = Bigbigan.Finish(Bigbigan.Start(
            "dotnet", folder, ["build", "-c", Repository.Configuration, "--nologo", "-v", "quiet", "-p:BuildProjectReferences=false", "-nodeReuse:false"]));
        Assert.Equal(1, build.Code);
        var built = build.OutLines.Select(line => ProjectName().Replace(line.Trim(), "").Replace(folder + "/", "", StringComparison.Ordinal))
            .Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Bigbigan.RunIn(folder, "check", ".").OutLines[..^1].Order(StringComparer.Ordinal), built);
    }

    [Fact]
    public void A_grid_is_checked_with_the_variants_that_it_names()
    {
        var folder = Broken();
        File.WriteAllText(Path.Combine(folder, "small", "lab.yaml"), "grid: Lab\nvariants: [fashion, wrong]\nseeds: [0]\ndata: fashion-mini\nproduct: { latent.size: [33] }\n");
        var answer = Bigbigan.RunIn(folder, "check", "small/lab.yaml");
        Assert.Equal(1, answer.Code);
        Assert.Equal("1 spec, 3 problems", answer.OutLines[^1]);
        Assert.Matches(@"^small/lab\.yaml\(5,26\): error BBG0401: .*in the cell fashion, latent.size 33", answer.OutLines[0]);
    }

    [Fact]
    public void A_comment_allows_a_problem_here_as_in_the_build()
    {
        var folder = Workplace.NewFolder("specs");
        File.Copy(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"), Path.Combine(folder, "fashion.yaml"));
        const string Mine = "variant: Mine\nextends: fashion\nablates: generator.channels{0}\ngenerator: {{ channels: 8 }}\ntraining: {{ batch: 48 }}\n";
        File.WriteAllText(Path.Combine(folder, "mine.yaml"), string.Format(System.Globalization.CultureInfo.InvariantCulture, Mine, ""));
        Assert.Matches(@"^mine\.yaml\(3,10\): error BBG0503: ", Bigbigan.RunIn(folder, "check", ".").OutLines[0]);

        File.WriteAllText(Path.Combine(folder, "mine.yaml"), string.Format(System.Globalization.CultureInfo.InvariantCulture, Mine, " # bigbigan: allow BBG0503 because it needs the memory"));
        Assert.Equal("2 specs, 0 problems\n", Bigbigan.RunIn(folder, "check", ".").Succeeds().Out);
    }

    /// <summary>A good spec, one with two mistakes, and one that extends what is not there.</summary>
    private static string Broken()
    {
        var folder = Workplace.NewFolder("specs");
        Directory.CreateDirectory(Path.Combine(folder, "small"));
        var good = File.ReadAllText(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"));
        File.WriteAllText(Path.Combine(folder, "small", "fashion.yaml"), good);
        File.WriteAllText(Path.Combine(folder, "small", "wrong.yaml"), """
            variant: Wrong
            extends: fashion
            summary: two mistakes
            generator: { channels: 8 }
            # a comment
            encoder:
              head: { layers: 2, widht: 256 }
            discriminator:
              F:
                channels: 8



            training:
              batch: lots

            """);
        File.WriteAllText(Path.Combine(folder, "small", "child.yaml"), "variant: Child\nextends: fashon\n");
        return folder;
    }

    [GeneratedRegex(@" \[[^\]]*\.csproj\]$")]
    private static partial Regex ProjectName();
}
