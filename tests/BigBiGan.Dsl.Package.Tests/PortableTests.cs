using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>The archive of <c>tools/portable</c>, on a machine that has neither .NET nor settings: in an empty environment, with an empty home.</summary>
[Trait("Speed", "slow")]
[Collection("builds")] // one at a time
public sealed class PortableTests : IDisposable
{
    private const long Most = 28_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("bigbigan-portable-").FullName;

    [FactWhereRuntimePackIs]
    public void The_archive_is_small_and_trains_with_the_libtorch_that_it_is_shown()
    {
        var archive = Path.Combine(_folder, "bigbigan.tar.xz");
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(entry => !((string)entry.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        environment["XZ_OPT"] = "-4"; // a larger archive than the usual, in half the time
        var made = Run(Path.Combine(Repository.Root, "tools", "portable"), [archive], environment);
        Assert.True(made.Code == 0, made.Out);
        Assert.InRange(new FileInfo(archive).Length, 1, Most);

        Run("tar", ["-xf", archive, "-C", _folder], new() { ["PATH"] = "/usr/bin:/bin" });
        File.Delete(archive);
        var program = Path.Combine(_folder, "bigbigan", "bigbigan");
        Assert.False(File.Exists(Path.Combine(_folder, "bigbigan", "libtorch_cpu.so")));

        var without = Alone(program, [], "train", "fashion", "--steps", "1");
        Assert.Equal(1, without.Code);
        Assert.Contains("libtorch_cpu.so is in none of", without.Out);
        Assert.Contains("name the libtorch of an installed PyTorch by --libtorch or BIGBIGAN_LIBTORCH", without.Out);

        var trained = Alone(program, [("BIGBIGAN_LIBTORCH", LibTorch())], "train", "fashion", "--steps", "10", "--run", "run", "--no-evaluation", "--json");
        Assert.True(trained.Code == 0, trained.Out);
        Assert.Equal(10, File.ReadLines(Path.Combine(_folder, "run", "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("step", out _)).Max(line => line.GetProperty("step").GetInt32()));

        // no device: the pass that is in the archive finds the program, and takes every step to tell so
        var pass = Alone(Path.Combine(_folder, "bigbigan", "gpu-pass", "gpu-pass"), [("BIGBIGAN_LIBTORCH", LibTorch())], "--python", "false");
        Assert.True(pass.Code == 1, pass.Out);
        var summary = File.ReadAllLines(Path.Combine(_folder, "gpu-pass-results", "summary.txt"));
        Assert.Equal("no PyTorch: false has none, and nothing is compared with it", summary[1]);
        Assert.Equal(
            ["doctor", "parity", "ours-small-fashion", "ours-small-fashion-bfloat16", "ours-small-imagenet-32-256", "ours-small-imagenet-32-64", "ours-small-imagenet-32-16", "ours-imagenet-base", "forms", "train"],
            summary.Where(line => line.Contains("--device cuda: no CUDA device can be used", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
        Assert.True(File.Exists(Path.Combine(_folder, "bigbigan", "gpu-pass", "reference.py")));

        // what finds types by name is whole: JSON of anonymous types, tables, the metrics of a run, a page
        foreach (var arguments in new string[][]
        {
            ["list", "--json"], ["describe", "small/fashion"], ["evaluate", "run", "--samples", "200", "--probe-images", "200", "--standing-batches", "1", "--json"],
            ["sample", "run", "--standing-batches", "1", "--out", "samples.png"], ["report", "run"],
        })
        {
            var answer = Alone(program, [("BIGBIGAN_LIBTORCH", LibTorch())], arguments);
            Assert.True(answer.Code == 0, $"{string.Join(' ', arguments)}: {answer.Out}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The package's folder of libtorch, in the version that the repository pins.</summary>
    private static string LibTorch()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(row => row.Attribute("Include")!.Value == "libtorch-cpu-linux-x64").Attribute("Version")!.Value;
        return Path.Combine(StrangerProject.RestoredPackages, "libtorch-cpu-linux-x64", pinned, "runtimes", "linux-x64", "native");
    }

    private (int Code, string Out) Alone(string program, (string Name, string Value)[] settings, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["HOME"] = Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName, ["PATH"] = "/usr/bin:/bin" };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return Run(program, arguments, environment);
    }

    private (int Code, string Out) Run(string program, string[] arguments, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"no end of {program} {string.Join(' ', arguments)} within {Limit}: {output.Result}\n{error.Result}");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
