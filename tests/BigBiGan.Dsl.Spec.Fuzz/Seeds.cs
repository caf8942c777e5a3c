using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Fuzz;

/// <summary>A file with all that its compilation reads: the specs that it extends or compares.</summary>
/// <param name="Files">The file itself first.</param>
public sealed record Seed(IReadOnlyList<(string Path, string Text)> Files);

/// <summary>What mutants begin as: every spec and grid of models/, every example of the pages, the wrong ones too, and the corpus of wrong specs.</summary>
public static partial class Seeds
{
    public static IReadOnlyList<Seed> All { get; } = Load();

    private static List<Seed> Load()
    {
        var specs = Resources("specs/").ToList();
        var seeds = Closures(specs).ToList();
        foreach (var (page, text) in Resources("pages/"))
        {
            var blocks = Fence().Matches(text).Select(match => Files(match.Groups[1].Value)).ToList();
            // the first block of problems.md is what its other blocks extend
            var shared = page == "problems.md" ? blocks[0] : [];
            seeds.AddRange(blocks.SelectMany(block => Closures([.. block, .. shared.Where(file => block.All(own => own.Path != file.Path))])));
        }

        var corpus = Resources("corpus/").ToDictionary(resource => resource.Name, resource => resource.Text);
        var extended = Files(corpus["shared.yaml"]);
        foreach (var text in corpus.Where(resource => resource.Key != "shared.yaml").Select(resource => resource.Value))
        {
            var cases = CaseStart().Split(text).Select(one => Said().Replace(one, "")).Where(one => one.Length > 0).Select(Files);
            seeds.AddRange(cases.SelectMany(one => Closures([.. one, .. extended.Where(file => one.All(own => own.Path != file.Path))])));
        }

        return seeds;
    }

    private static IEnumerable<Seed> Closures(IReadOnlyList<(string Path, string Text)> files)
    {
        var read = files.Select(file => SpecReader.Read(file.Path, file.Text).File).ToList();
        var index = new SpecIndex(read);
        foreach (var (file, kind) in files.Zip(read, (file, one) => (file, one.Kind)))
        {
            var paths = Closure(index, file.Path, kind).Select(one => one.Path).ToHashSet();
            yield return new Seed([file, .. files.Where(other => other.Path != file.Path && paths.Contains(other.Path))]);
        }
    }

    private static IEnumerable<SpecFile> Closure(SpecIndex index, string path, FileKind kind) => kind switch
    {
        FileKind.Spec => Files(index.Chain(path)),
        FileKind.Grid => [.. index.Grid(path).Variants.SelectMany(variant => Files(variant.Chain)), .. new[] { index.Grid(path).Calibration }.OfType<SpecFile>()],
        FileKind.Calibration or FileKind.Launcher or FileKind.Layer or FileKind.Unread => [],
    };

    private static IEnumerable<SpecFile> Files(SpecChain chain) => chain.Files.Concat(chain.Layers);

    private static (string Path, string Text)[] Files(string block) =>
    [
        .. FileStart().Split(block).Where(part => part.Length > 0)
            .Select(part => (FileName().Match(part) is { Success: true } name ? name.Groups[1].Value : "x.yaml", part)),
    ];

    private static IEnumerable<(string Name, string Text)> Resources(string folder)
    {
        var assembly = typeof(Seeds).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[folder.Length..], reader.ReadToEnd());
        }
    }

    /// <summary>The title of a case.</summary>
    [GeneratedRegex(@"^=== .*\n", RegexOptions.Multiline)]
    private static partial Regex CaseStart();

    /// <summary>What is said of a case, which is not part of its files.</summary>
    [GeneratedRegex(@"^(>>> |  \^ ).*\n?", RegexOptions.Multiline)]
    private static partial Regex Said();

    [GeneratedRegex(@"^```yaml\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?=# \S+\.ya?ml$)", RegexOptions.Multiline)]
    private static partial Regex FileStart();

    [GeneratedRegex(@"\A# (\S+\.ya?ml)\n")]
    private static partial Regex FileName();
}
