using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Workspace;

/// <summary>All specs of a models folder by path.</summary>
public sealed class SpecIndex
{
    private readonly Dictionary<string, SpecFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecFile> _grids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecFile> _calibrations = new(StringComparer.Ordinal);
    private readonly DeclaredNames _names = new();

    /// <summary>By name; of two with one name the first by path.</summary>
    private readonly Dictionary<string, SpecFile> _layers = new(StringComparer.Ordinal);

    /// <param name="files">In any order.</param>
    public SpecIndex(IEnumerable<SpecFile> files)
    {
        foreach (var file in files)
        {
            switch (file.Kind)
            {
                case FileKind.Spec:
                    AddSpec(file);
                    break;
                case FileKind.Grid:
                    _grids[file.Path] = file;
                    if (file.GridName is { } grid)
                    {
                        _names.AddGrid(file.Path, grid);
                    }

                    break;
                case FileKind.Calibration:
                    _calibrations[file.Path] = file;
                    break;
                case FileKind.Layer when file.LayerName is { } name
                    && (!_layers.TryGetValue(name, out var first) || string.CompareOrdinal(file.Path, first.Path) < 0):
                    _layers[name] = file;
                    break;
            }
        }
    }

    private void AddSpec(SpecFile file)
    {
        _files[file.Path] = file;
        if (file.VariantName is { } name)
        {
            _names.AddVariant(file.Path, name);
        }
    }

    /// <summary>The paths of all specs, sorted.</summary>
    public IReadOnlyList<string> Paths => [.. _files.Keys.OrderBy(path => path, StringComparer.Ordinal)];

    /// <summary>The paths of all grids, sorted.</summary>
    public IReadOnlyList<string> Grids => [.. _grids.Keys.OrderBy(path => path, StringComparer.Ordinal)];

    /// <summary>The grid and the variants that it names, each with all that it inherits from.</summary>
    /// <param name="path">With ending: <c>grids/table1.yaml</c>.</param>
    /// <exception cref="KeyNotFoundException">No such grid was given.</exception>
    public GridSources Grid(string path)
    {
        var own = _grids[path];
        var findings = new Findings(path);
        var first = _grids.Values
            .Where(grid => grid.GridName is not null && grid.GridName == own.GridName)
            .Select(grid => grid.Path)
            .OrderBy(other => other, StringComparer.Ordinal).FirstOrDefault();
        if (first is not null && first != path)
        {
            findings.AtValue(
                Rule.GridTwice, GridKeys.Grid.Path,
                $"`grid` is `{own.GridName}`, which {first} already declares; grids of all folders share one class");
        }

        if (own.GridName is "All" or "Cells" or "Protocol" or "Grids")
        {
            findings.AtValue(
                Rule.GridTwice, GridKeys.Grid.Path,
                $"`grid` is `{own.GridName}`, which the class of the grids uses otherwise in C#; choose another name");
        }

        ReportUnknownLayers(own, findings);
        var variants = new List<GridVariant>();
        foreach (var (name, place) in GridFile.Variants(own))
        {
            if (Find(path, name) is { VariantName: not null } found)
            {
                var chain = Chain(found.Path);
                variants.Add(new GridVariant(place, chain with { Layers = Layers(chain.Files.Append(own)) }));
                continue;
            }

            var known = _files.Values
                .Where(file => file.VariantName is not null)
                .Select(file => BasePath.From(path, file.Path))
                .OrderBy(other => other, StringComparer.Ordinal);
            findings.AtValue(Rule.GridVariant, place, Find(path, name) is { } part
                ? $"`{name}` is a part, {part.Path} declares no variant; expected specs with `variant:`"
                : BasePath.Resolve(path, name) is { } missing
                    ? $"there is no variant {missing}.yaml among the specs{Spelling.DidYouMean(name, known)}"
                    : $"`{name}` leaves the models folder");
        }

        return new GridSources(own, variants.ToEquatableArray(), Calibration(own, findings), findings.ToArray());
    }

    /// <summary>Null where the grid names none, or none that is there; what is missing is said.</summary>
    private SpecFile? Calibration(SpecFile grid, Findings findings)
    {
        var budget = grid.Root?["budget"] as MappingNode;
        var key = GridKeys.BudgetCalibration.Path;
        if (budget?[KeyPath.Leaf(key)] is not ScalarNode { Text: var name })
        {
            if (budget?[KeyPath.Leaf(GridKeys.BudgetHours.Path)] is not null)
            {
                findings.AtKey(
                    Rule.Calibration, GridKeys.BudgetHours.Path,
                    "`budget.hours` needs the speed of a device; "
                        + $"add `calibration: {GridKeys.BudgetCalibration.Example}` beside it, a file with `calibration` and `rate`");
            }

            return null;
        }

        if (Find(_calibrations, grid.Path, name) is { } found)
        {
            return found;
        }

        if (grid.Problems.All(problem => problem.Place.Path != key))
        {
            var known = _calibrations.Keys.OrderBy(path => path, StringComparer.Ordinal).Select(path => BasePath.From(grid.Path, path));
            findings.AtValue(Rule.Calibration, key, BasePath.Resolve(grid.Path, name) is { } path
                ? $"`{key}` is `{name}`, but there is no calibration {path}.yaml{Spelling.DidYouMean(name, known)}; "
                    + "expected a file with `calibration` and `rate`"
                : $"`{key}` is `{name}`, which leaves the models folder");
        }

        return null;
    }

    /// <summary>The spec and all that it inherits from.</summary>
    /// <param name="path">With ending: <c>small/fashion.yaml</c>.</param>
    /// <exception cref="KeyNotFoundException">No such spec was given.</exception>
    public SpecChain Chain(string path)
    {
        var own = _files[path];
        var findings = new Findings(path);
        if (own.VariantName is { } name && _names.Fault(path, name) is var (rule, fault))
        {
            findings.AtValue(rule, SpecKeys.Variant.Path, fault);
        }

        ReportUnknownLayers(own, findings);
        var files = new List<SpecFile> { own };
        while (files[files.Count - 1] is { Extends: { } extends } last)
        {
            var found = Find(last.Path, extends);
            if (found is null && files.Count == 1)
            {
                ReportUnknown(own, extends, findings);
            }
            else if (found == own)
            {
                ReportCycle(files, findings);
            }

            if (found is null || files.Contains(found))
            {
                return Chained(complete: false);
            }

            files.Add(found);
        }

        return Chained(complete: true);

        SpecChain Chained(bool complete) => new(files.ToEquatableArray(), findings.ToArray(), complete) { Layers = Layers(files) };
    }

    /// <summary>The problems of a layer's file.</summary>
    public EquatableArray<Problem> Layer(SpecFile file)
    {
        var findings = new Findings(file.Path, file.Problems);
        if (file.LayerName is { } name && _layers[name].Path != file.Path)
        {
            findings.AtValue(
                Rule.LayerTwice, LayerKeys.Layer.Path,
                $"`layer` is `{name}`, which {_layers[name].Path} already declares; all folders share the names of layers");
        }

        Suppressions.Apply(file.Suppressions, findings, complete: true); // nothing comes after it
        return findings.ToArray();
    }

    /// <summary>Those that some files name and that are there.</summary>
    private EquatableArray<SpecFile> Layers(IEnumerable<SpecFile> files) => _layers.Count == 0
        ? EquatableArray<SpecFile>.Empty
        : files.SelectMany(CustomLayerNames.In).Select(use => use.Name).Distinct().Where(_layers.ContainsKey).OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => _layers[name]).ToEquatableArray();

    private void ReportUnknownLayers(SpecFile own, Findings findings)
    {
        foreach (var (name, place) in CustomLayerNames.In(own).Where(use => !_layers.ContainsKey(use.Name) && LayerNameType.IsName(use.Name)))
        {
            findings.AtValue(
                Rule.UnknownLayer, place,
                $"no file declares the layer `{name}`; "
                    + $"expected one with `layer: {name}`, its class and its shape rule{Spelling.DidYouMean(name, _layers.Keys)}");
        }
    }

    private SpecFile? Find(string from, string extends) => Find(_files, from, extends);

    private static SpecFile? Find(Dictionary<string, SpecFile> files, string from, string name) =>
        BasePath.Resolve(from, name) is { } path && files.TryGetValue(path + SpecPath.Ending, out var file) ? file : null;

    private void ReportUnknown(SpecFile own, string extends, Findings findings)
    {
        if (own.Problems.Any(problem => problem.Place.Path == SpecKeys.Extends.Path))
        {
            return; // no path at all, and said so
        }

        var known = _files.Keys.Where(path => path != own.Path).OrderBy(path => path, StringComparer.Ordinal).Select(path => BasePath.From(own.Path, path));
        var message = BasePath.Resolve(own.Path, extends) is { } path
            ? $"`extends` is `{extends}`, but there is no {path}.yaml among the specs{Spelling.DidYouMean(extends, known)}"
            : $"`extends` is `{extends}`, which leaves the models folder";
        findings.AtValue(Rule.UnknownBase, SpecKeys.Extends.Path, message);
    }

    /// <summary>Once per circle: at its file that comes first in the alphabet.</summary>
    private static void ReportCycle(List<SpecFile> circle, Findings findings)
    {
        if (circle.All(file => string.CompareOrdinal(file.Path, findings.File) >= 0))
        {
            var way = string.Join(" -> ", circle.Append(circle[0]).Select(file => file.Path));
            findings.AtValue(Rule.Cycle, SpecKeys.Extends.Path, $"the specs extend each other in a circle: {way}");
        }
    }
}
