using System.IO.Enumeration;
using BigBiGan.Cli.Commands;
using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Cli.Specs;

/// <summary>Specs on disk: what <c>check</c> looks at, and <c>diff</c> compares a revision with.</summary>
internal static class SpecFolder
{
    /// <summary>The models folder that a path belongs to: the nearest one above it with a project file, or the folder itself.</summary>
    /// <exception cref="UserMistake">No such file or folder.</exception>
    public static (string Root, string Selected) Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            throw new UserMistake($"{path}: no such file or folder; expected a spec (.yaml) or a folder of specs");
        }

        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (above.EnumerateFiles("*.csproj").Any())
            {
                return (above.FullName, full);
            }
        }

        return (folder, full);
    }

    /// <summary>The problems of the selected specs and of all that they extend, in the order of the build's output.</summary>
    /// <param name="selected">Full paths of files and folders below <paramref name="root"/>.</param>
    public static (int Specs, IReadOnlyList<LocatedProblem> Problems) Check(string root, IEnumerable<string> selected)
    {
        var reads = Texts(root).ToDictionary(file => file.Path, file => SpecReader.Read(file.Path, file.Text));
        var index = new SpecIndex(reads.Values.Select(r => r.File));
        var roots = selected.Select(s => Path.GetRelativePath(root, s).Replace('\\', '/')).ToList();
        var wanted = reads.Keys.Where(path => roots.Any(r => r == "." || path == r || path.StartsWith(r + "/", StringComparison.Ordinal))).ToList();
        if (wanted.Count == 0)
        {
            throw new UserMistake($"{string.Join(", ", selected)}: no specs there; expected files that end in .yaml");
        }

        var shown = Path.GetRelativePath(Environment.CurrentDirectory, root);
        // a grid brings the variants that it compares, and a spec all that it extends
        var grids = Wanted(FileKind.Grid).Select(index.Grid).ToList();
        var used = Wanted(FileKind.Spec).Select(index.Chain).Concat(grids.SelectMany(grid => grid.Variants.Select(variant => variant.Chain))).ToList();
        var problems = used.SelectMany(chain => chain.Files).Select(file => file.Path).Distinct()
            .SelectMany(path => SpecCompiler.Compile(index.Chain(path)).Problems)
            .Concat(grids.SelectMany(grid => GridCompiler.Compile(grid).Problems))
            .Concat(Wanted(FileKind.Calibration).Concat(grids.Select(grid => grid.Calibration?.Path).OfType<string>()).Distinct().SelectMany(path => reads[path].File.Problems))
            .Concat(Wanted(FileKind.Layer).Concat(used.SelectMany(chain => chain.Layers).Select(layer => layer.Path)).Distinct().SelectMany(path => index.Layer(reads[path].File)))
            .Select(problem => Origins.Shown(problem, file => reads.TryGetValue(file, out var read) ? read.Spans : null))
            .Select(problem => Locate(problem, reads[problem.File].Spans, Path.Combine(shown, problem.File)))
            .OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column).ToList();
        return (wanted.Count, problems);

        IEnumerable<string> Wanted(FileKind kind) => wanted.Where(path => reads[path].File.Kind == kind);
    }

    /// <summary>Every spec and grid below a models folder, by path; folders that are links are not entered.</summary>
    public static IReadOnlyList<(string Path, string Text)> Texts(string root) =>
    [
        .. new FileSystemEnumerable<string>(root, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".yaml", StringComparison.Ordinal),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint), // a link may lead out of the folder, or back into it
            }
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(IsSpec)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(root, path)))),
    ];

    /// <summary>Whether a path below a models folder is a spec's or a grid's, and not of what a build left there.</summary>
    public static bool IsSpec(string path) =>
        path.EndsWith(".yaml", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal);

    private static LocatedProblem Locate(Problem problem, SpanMap spans, string shown)
    {
        var span = spans.Find(problem.Place);
        var path = shown.StartsWith("./", StringComparison.Ordinal) ? shown[2..] : shown;
        return new LocatedProblem(path, span.Line, span.Column, problem.Rule.Id, problem.Message, $"{ProblemText.Of(problem, span, path)} ({problem.Rule.Help})");
    }
}
