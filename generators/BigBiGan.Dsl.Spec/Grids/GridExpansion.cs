using System.Globalization;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>A cell whose variant has no problem.</summary>
internal sealed record ProvenCell(Variant Variant, string VariantPath, EquatableArray<AxisValue> Axes, int Seed);

/// <summary>A variant that a grid varies.</summary>
internal sealed record GridBase(GridVariant Source, CompiledSpec Spec, Variant Variant, MappingNode Tree)
{
    /// <summary>Null where the variant does not compile, which is reported in its file.</summary>
    public static GridBase? Of(GridVariant source) => SpecCompiler.Compile(source.Chain) is { Variant: { } variant } spec
        ? new GridBase(source, spec, variant, Merge.Chain(source.Chain.Files))
        : null;

    /// <summary>Those that the variant or the grid names.</summary>
    public EquatableArray<CustomLayer> Layers { get; } = SpecCompiler.LayersOf(Source.Chain);
}

/// <summary>From variants and axes to cells: conditions, proof, exclusions, folding, in this order.</summary>
internal sealed class GridExpansion(GridFile grid, string file, IReadOnlyList<GridBase> bases, Findings findings, CancellationToken cancellation)
{
    private readonly CellFaults _faults = new(findings);
    private readonly CellNames _names = new(grid);
    private readonly HashSet<Condition> _excluding = [];
    private readonly HashSet<string> _readAxes = [];
    private readonly HashSet<(string Axis, bool Held)> _conditions = [];
    private readonly Dictionary<(string Hash, int Seed), ProvenCell> _cells = [];
    private readonly Dictionary<string, Variant> _variants = [];

    public List<FoldedCell> Folded { get; } = [];

    public IReadOnlyList<ProvenCell> Run()
    {
        foreach (var one in bases)
        {
            var hash = SpecHash.Of(one.Variant);
            if (!_variants.ContainsKey(hash))
            {
                _variants.Add(hash, one.Variant);
            }
        }

        var cells = new List<ProvenCell>();
        foreach (var one in bases)
        {
            foreach (var point in grid.Axes.Points())
            {
                cancellation.ThrowIfCancellationRequested();
                cells.AddRange(Cells(one, point));
            }
        }

        _faults.Report();
        if (bases.Count > 0)
        {
            ReportIdle();
        }

        return cells;
    }

    private IEnumerable<ProvenCell> Cells(GridBase of, IReadOnlyList<Assignment> point)
    {
        var attempt = CellAttempt.Of(of, Conditional(of, point), file, _names);
        _readAxes.UnionWith(attempt.Assignments.Select(one => one.Path));
        var axes = attempt.Assignments.Select(one => new AxisValue(one.Path, AxisText.Of(one.Path, one.Value))).ToEquatableArray();
        var kept = grid.Seeds.Where(seed => !IsExcluded(of, attempt.Tree, seed)).ToList();
        if (kept.Count == 0)
        {
            return [];
        }

        _faults.Add(attempt, CellText.Of(of.Source.Path, axes));
        if (attempt.Variant is not { } variant)
        {
            return [];
        }

        var cells = new List<ProvenCell>();
        var hash = SpecHash.Of(variant);
        variant = _variants.TryGetValue(hash, out var known) ? known : variant;
        _variants[hash] = variant;
        foreach (var seed in kept)
        {
            var cell = new ProvenCell(variant, of.Source.Path, axes, seed);
            if (_cells.TryGetValue((hash, seed), out var first))
            {
                Folded.Add(new FoldedCell(Label(cell), Label(first)));
                continue;
            }

            _cells.Add((hash, seed), cell);
            cells.Add(cell);
        }

        return cells;
    }

    private static string Label(ProvenCell cell) => $"{CellText.Of(cell.VariantPath, cell.Axes)}, seed {cell.Seed.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The point without the axes whose condition does not hold, which is asked of the variant with all axes that have none.</summary>
    private List<Assignment> Conditional(GridBase of, IReadOnlyList<Assignment> point)
    {
        var conditions = grid.OnlyWhen.ToDictionary(one => one.Axis, one => one.Condition, StringComparer.Ordinal);
        var plain = point.Where(one => !conditions.ContainsKey(one.Path)).ToList();
        var tree = CellAttempt.Over(of, plain, file, new Findings(file));
        return [.. point.Where(one =>
        {
            if (!conditions.TryGetValue(one.Path, out var condition))
            {
                return true;
            }

            var holds = Holds(condition, of, tree, null);
            _conditions.Add((one.Path, holds));
            return holds;
        })];
    }

    private bool IsExcluded(GridBase of, ResolvedTree tree, int seed)
    {
        var matching = grid.Exclude.Where(condition => Holds(condition, of, tree, seed)).ToList();
        _excluding.UnionWith(matching);
        return matching.Count > 0;
    }

    private static bool Holds(Condition condition, GridBase of, ResolvedTree tree, int? seed) => condition.Clauses.All(clause => clause.Key switch
    {
        Clause.Variant => clause.Values.Contains(of.Source.Path),
        Clause.Seed => seed is { } number && clause.Values.Contains(NumberText.Write(number)),
        _ => Text(SpecKeys.Find(clause.Key)!, tree) is { } text && clause.Values.Contains(text),
    });

    /// <summary>E's image is the image where it is not written.</summary>
    private static string? Text(Key key, ResolvedTree tree) =>
        key == SpecKeys.EncoderImage && tree.HasEncoder && tree.Find(key) is null ? tree.Text(SpecKeys.ImageSize) : tree.Text(key);

    private void ReportIdle()
    {
        foreach (var axis in grid.Axes.All.Where(axis => !_readAxes.Contains(axis.Path) && !grid.OnlyWhen.Any(one => one.Axis == axis.Path)))
        {
            findings.AtKey(Rule.UnusedKey, axis.Place, $"the axis `{axis.Path}` has no effect in any variant of the grid; remove it");
        }

        foreach (var one in grid.OnlyWhen)
        {
            var (held, failed) = (_conditions.Contains((one.Axis, true)), _conditions.Contains((one.Axis, false)));
            if (held != failed)
            {
                var extent = held
                    ? "in every cell; remove it"
                    : "in no cell, so that the axis never varies; remove both, or mend the condition";
                findings.AtKey(Rule.IdleCondition, one.Condition.Place, $"the condition of `{one.Axis}` holds {extent}");
            }
        }

        foreach (var condition in grid.Exclude.Where(condition => !_excluding.Contains(condition)))
        {
            findings.AtValue(
                Rule.IdleExclusion, condition.Place,
                $"this excludes no cell; remove it, or mend it: every clause must hold in one cell{Stranger(condition)}");
        }
    }

    /// <summary>A variant that the condition names and the grid does not.</summary>
    private string Stranger(Condition condition) => condition.Clauses.Where(clause => clause.Key == Clause.Variant).SelectMany(clause => clause.Values)
        .Where(name => bases.All(one => one.Source.Path != name))
        .Select(name => $"; the grid has no variant `{name}`{Spelling.DidYouMean(name, bases.Select(one => one.Source.Path))}").FirstOrDefault() ?? "";
}
