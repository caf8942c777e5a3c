using System.Xml;
using System.Xml.Linq;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Cli.Specs;

/// <summary>Specs on disk: what <c>check</c> looks at, and <c>diff</c> compares a revision with.</summary>
internal static class SpecFolder
{
    /// <summary>
    /// The models folder that a path belongs to: the one that the nearest project above it names as its folder of specs, or the project's own
    /// folder, or the folder itself where there is no project. What a project says in other files or by way of a property is not seen.
    /// </summary>
    /// <exception cref="UserMistake">No such file or folder, or one that the project does not take specs from.</exception>
    public static (string Root, string Selected) Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            throw new UserMistake($"{path}: no such file or folder; expected a spec (.yaml) or a folder of specs");
        }

        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (above.EnumerateFiles("*.csproj").FirstOrDefault() is { } project)
            {
                var root = SpecsOf(project);
                return IsWithin(full, root) ? (root, full)
                    : IsWithin(root, full) ? (root, root)
                    : throw new UserMistake(
                        $"{path}: {project.Name} has its specs in {Path.GetRelativePath(Environment.CurrentDirectory, root)} "
                        + "(BigBiGanSpecFolder), and the build reads none elsewhere");
            }
        }

        return (folder, full);
    }

    private static string SpecsOf(FileInfo project)
    {
        var folder = project.DirectoryName!;
        try
        {
            var named = XDocument.Load(project.FullName).Descendants().LastOrDefault(element => element.Name.LocalName == "BigBiGanSpecFolder")?.Value.Trim();
            var specs = named is { Length: > 0 } && !named.Contains('$')
                ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(named.Replace('\\', '/'), folder))
                : folder;
            return Directory.Exists(specs) ? specs : folder;
        }
        catch (XmlException)
        {
            return folder; // the build will say what is wrong with it
        }
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The problems of the selected specs and of all that they extend, in the order of the build's output.</summary>
    /// <param name="selected">Full paths of files and folders below <paramref name="root"/>.</param>
    /// <exception cref="UserMistake">There are no specs in what was selected.</exception>
    public static CheckedSpecs Check(string root, IEnumerable<string> selected)
    {
        var listing = SpecListing.Of(root);
        var reads = listing.Files.ToDictionary(file => file.Path, file => SpecReader.Read(file.Path, file.Text));
        var index = new SpecIndex(reads.Values.Select(r => r.File));
        var roots = selected.Select(s => Path.GetRelativePath(root, s).Replace('\\', '/')).ToList();
        var wanted = reads.Keys.Where(IsSelected).ToList();
        var unread = listing.Unread.Where(file => IsSelected(file.Path)).ToList();
        if (wanted.Count + unread.Count == 0)
        {
            throw new UserMistake(
                $"{string.Join(", ", selected)}: no specs there; "
                + "expected files that end in .yaml, in no folder of builds or tools (bin, obj, node_modules, .github)");
        }

        var shown = Path.GetRelativePath(Environment.CurrentDirectory, root);
        // a grid brings the variants that it compares, and a spec all that it extends
        var grids = Wanted(FileKind.Grid).Select(index.Grid).ToList();
        var used = Wanted(FileKind.Spec).Select(index.Chain).Concat(grids.SelectMany(grid => grid.Variants.Select(variant => variant.Chain))).ToList();
        var problems = used.SelectMany(chain => chain.Files).Select(file => file.Path).Distinct()
            .SelectMany(path => SpecCompiler.Compile(index.Chain(path)).Problems)
            .Concat(grids.SelectMany(grid => GridCompiler.Compile(grid).Problems))
            .Concat(Wanted(FileKind.Calibration)
                .Concat(grids.Select(grid => grid.Calibration?.Path).OfType<string>()).Distinct()
                .SelectMany(path => reads[path].File.Problems))
            .Concat(Wanted(FileKind.Launcher).SelectMany(path => reads[path].File.Problems))
            .Concat(Wanted(FileKind.Unread).SelectMany(path => reads[path].File.Problems))
            .Concat(Wanted(FileKind.Layer)
                .Concat(used.SelectMany(chain => chain.Layers).Select(layer => layer.Path)).Distinct()
                .SelectMany(path => index.Layer(reads[path].File)))
            .Select(problem => Origins.Shown(problem, file => reads.TryGetValue(file, out var read) ? read.Spans : null))
            .Select(problem => Locate(problem, reads[problem.File].Spans, Path.Combine(shown, problem.File)))
            .OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column).ToList();
        return new CheckedSpecs(
            wanted.Count(path => reads[path].File.Kind != FileKind.Unread),
            problems,
            [.. unread.Select(one => one with { Path = Shown(Path.Combine(shown, one.Path)) })]);

        bool IsSelected(string path) => roots.Any(r => r == "." || path == r || path.StartsWith(r + "/", StringComparison.Ordinal));

        IEnumerable<string> Wanted(FileKind kind) => wanted.Where(path => reads[path].File.Kind == kind);
    }

    /// <summary>Every spec and grid below a models folder, by path.</summary>
    public static IReadOnlyList<(string Path, string Text)> Texts(string root) => [.. SpecListing.Of(root).Files.Where(file => SpecPath.IsSpec(file.Path))];

    private static LocatedProblem Locate(Problem problem, SourceMap spans, string shown)
    {
        var span = spans.Find(problem.Place);
        var path = Shown(shown);
        return new LocatedProblem(
            path, span.Line, span.Column, problem.Rule.Id, problem.Message,
            $"{ProblemText.Of(problem, span, path)} ({problem.Rule.Help})");
    }

    private static string Shown(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}

/// <summary>What <c>check</c> found.</summary>
/// <param name="Specs">How many files were wanted and read.</param>
/// <param name="Problems">In the order of the build's output.</param>
/// <param name="Unread">What lies among them and is not read.</param>
internal sealed record CheckedSpecs(int Specs, IReadOnlyList<LocatedProblem> Problems, IReadOnlyList<UnreadFile> Unread);
