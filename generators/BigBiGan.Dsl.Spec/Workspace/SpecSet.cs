using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Workspace;

/// <summary>A whole models folder, read and compiled in one go: what the command line works on.</summary>
/// <param name="Specs">By path.</param>
/// <param name="Grids">By path; those that compile.</param>
/// <param name="UnprovenGrids">The paths of all other grids, with ending: they have problems, or a variant of theirs has.</param>
/// <param name="Problems">Of all files, by file and position, each once.</param>
public sealed record SpecSet(
    IReadOnlyList<CompiledFile> Specs, IReadOnlyList<GridPlan> Grids, IReadOnlyList<string> UnprovenGrids, IReadOnlyList<PlacedProblem> Problems)
{
    public IEnumerable<Variant> Variants => Specs.Where(spec => spec.Compiled.Variant is not null).Select(spec => spec.Compiled.Variant!);

    /// <param name="files">Paths below the models folder, with ending and with <c>/</c>; the order does not matter.</param>
    public static SpecSet Read(IEnumerable<(string Path, string Text)> files)
    {
        var read = files.Select(file => SpecReader.Read(file.Path, file.Text)).OrderBy(file => file.File.Path, StringComparer.Ordinal).ToList();
        var index = new SpecIndex(read.Select(file => file.File));
        var specs = new List<CompiledFile>();
        var grids = new List<GridPlan>();
        var unproven = new List<string>();
        var problems = new List<PlacedProblem>();
        var spansByFile = read
            .GroupBy(one => one.File.Path, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Spans, StringComparer.Ordinal);
        foreach (var (file, spans) in read)
        {
            EquatableArray<Problem> found;
            if (file.Kind is FileKind.Calibration or FileKind.Launcher or FileKind.Unread)
            {
                found = file.Problems;
            }
            else if (file.Kind == FileKind.Layer)
            {
                found = index.Layer(file);
            }
            else if (file.Kind == FileKind.Grid)
            {
                var grid = GridCompiler.Compile(index.Grid(file.Path));
                if (grid.Plan is { } plan)
                {
                    grids.Add(plan);
                }
                else
                {
                    unproven.Add(file.Path);
                }

                found = grid.Problems;
            }
            else
            {
                var chain = index.Chain(file.Path);
                var compiled = SpecCompiler.Compile(chain);
                specs.Add(new CompiledFile(file.Path, chain, compiled));
                found = compiled.Problems;
            }

            problems.AddRange(found
                .Select(problem => new PlacedProblem(
                    Origins.Shown(problem, file => spansByFile.TryGetValue(file, out var known) ? known : null),
                    spans.Find(problem.Place)))
                .Distinct()
                .OrderBy(placed => placed.Span.Start)
                .ThenBy(placed => placed.Problem.Rule.Id, StringComparer.Ordinal)
                .ThenBy(placed => placed.Problem.Message, StringComparer.Ordinal));
        }

        return new SpecSet(specs, grids, unproven, problems);
    }
}

/// <param name="Path">Below the models folder, with ending.</param>
/// <param name="Chain">The spec with all that it inherits.</param>
public sealed record CompiledFile(string Path, SpecChain Chain, CompiledSpec Compiled);

public sealed record PlacedProblem(Problem Problem, Span Span);
