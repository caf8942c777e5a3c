using System.Diagnostics;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A folder of specs with all that lies about in people's folders: what <c>check</c> reads of it, and what the build reads.</summary>
internal static class Litter
{
    /// <summary>Which of the files are specs.</summary>
    public static readonly string[] Specs = ["ext/mine.yaml", "linked.yaml", "mine.yaml", "small/bin.yaml", "small/mine.de.yaml"];

    /// <summary>What is said of those that would be specs.</summary>
    public static readonly string[] Problems =
    [
        "small/BIG.YAML(1,1): error BBG0305: `variant` makes this a spec, and nothing reads it: specs end in `.yaml`, in small letters; rename it to `BIG.yaml` (docs/problems.md#bbg0305)",
        "small/odd.yml(1,1): error BBG0305: `variant` makes this a spec, and nothing reads it: specs end in `.yaml`, in small letters; rename it to `odd.yaml` (docs/problems.md#bbg0305)",
    ];

    /// <param name="folder">An empty one.</param>
    /// <returns>The folder.</returns>
    public static string Lay(string folder)
    {
        var spec = File.ReadAllText(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"));
        spec = spec[spec.IndexOf("variant:", StringComparison.Ordinal)..];
        var elsewhere = Directory.CreateDirectory(folder + "-elsewhere").FullName;
        File.WriteAllText(Path.Combine(elsewhere, "mine.yaml"), Named("Elsewhere"));
        Write("mine.yaml", Named("Mine"));
        Write("small/mine.de.yaml", Named("MineDe"));
        Write("small/bin.yaml", Named("Bin"));
        Write("small/BIG.YAML", Named("Big"));
        Write("small/odd.yml", Named("Odd"));
        Write("ci.yml", "on: push\njobs: {}\n");
        foreach (var tool in new[] { ".github/workflows/ci.yaml", ".venv/lib/conf.yaml", "small/.hidden/x.yml", ".pre-commit-config.yaml", "node_modules/x/conf.yaml", "bin/mine.yaml", "small/obj/mine.yaml", "small/bin/Release/mine.yaml" })
        {
            Write(tool, "a: 1\n");
        }

        Directory.CreateSymbolicLink(Path.Combine(folder, "ext"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(folder, "small", "loop"), "..");
        File.CreateSymbolicLink(Path.Combine(folder, "dangling.yaml"), "nowhere.yaml");
        File.CreateSymbolicLink(Path.Combine(folder, ".#mine.yaml"), "editor@host.1");
        Write("target.txt", Named("Linked"));
        File.CreateSymbolicLink(Path.Combine(folder, "linked.yaml"), "target.txt");
        using var pipe = Process.Start("mkfifo", [Path.Combine(folder, "pipe.yaml")]);
        pipe.WaitForExit();
        return folder;

        string Named(string variant) => spec.Replace("variant: Fashion", $"variant: {variant}", StringComparison.Ordinal);

        void Write(string path, string text)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
