using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>What a sound grid file says.</summary>
internal sealed record GridFile(
    string Path,
    string Name,
    string Summary,
    EquatableArray<int> Seeds,
    string Data,
    string Manifest,
    Axes Axes,
    EquatableArray<OnlyWhen> OnlyWhen,
    EquatableArray<Condition> Exclude,
    GridProtocol Protocol,
    Budget Budget,
    double? Hours)
{
    public static GridFile Of(SpecFile file)
    {
        var tree = new ResolvedTree(file.Root!, file.Path);
        return new GridFile(
            BasePath.WithoutEnding(file.Path),
            tree.Get(GridKeys.Grid),
            tree.Get(GridKeys.Summary),
            tree.Get(GridKeys.Seeds),
            tree.Get(GridKeys.Data),
            tree.Get(GridKeys.Manifest),
            new Axes(tree.Get(GridKeys.Product), tree.Get(GridKeys.Zip), tree.Get(GridKeys.Union)),
            tree.Get(GridKeys.OnlyWhen).Select(one => one with { Condition = Absolute(one.Condition, file.Path) }).ToEquatableArray(),
            tree.Get(GridKeys.Exclude).Select(condition => Absolute(condition, file.Path)).ToEquatableArray(),
            new GridProtocol(
                tree.Get(GridKeys.Samples), tree.Get(GridKeys.TrainImages), tree.Get(GridKeys.TestImages),
                tree.Get(GridKeys.Neighbours), tree.Get(GridKeys.Batch)),
            new Budget(
                FileKeys.Limit(GridKeys.BudgetParameters, tree), FileKeys.Limit(GridKeys.BudgetMultiplyAdds, tree),
                FileKeys.Limit(GridKeys.BudgetMemory, tree)),
            FileKeys.Limit(GridKeys.BudgetHours, tree));
    }

    /// <summary>The variants as the file names them, each with its place; those that can be read.</summary>
    public static IEnumerable<(string Path, string Place)> Variants(SpecFile file)
    {
        GridKeys.Variants.Type.TryRead(
            file.Root?[GridKeys.Variants.Path] ?? new SequenceNode(EquatableArray<SpecNode>.Empty, file.Path),
            GridKeys.Variants.Path, new Findings(file.Path), out var names);
        var items = (file.Root?[GridKeys.Variants.Path] as SequenceNode)?.Items ?? EquatableArray<SpecNode>.Empty;
        return names.Select(name =>
            (name, KeyPath.Item(GridKeys.Variants.Path, items.ToList().FindIndex(item => item is ScalarNode scalar && scalar.Text == name))));
    }

    /// <summary>Names of variants as paths below the models folder.</summary>
    private static Condition Absolute(Condition condition, string file) => condition with
    {
        Clauses = condition.Clauses
            .Select(clause => clause.Key == Clause.Variant
                ? clause with { Values = clause.Values.Select(name => BasePath.Resolve(file, name) ?? name).ToEquatableArray() }
                : clause)
            .ToEquatableArray(),
    };
}
