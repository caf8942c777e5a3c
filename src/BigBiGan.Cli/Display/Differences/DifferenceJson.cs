using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Cli.Display.Differences;

/// <summary>Differences as <c>diff --json</c> gives them: all layers of all variants.</summary>
internal static class DifferenceJson
{
    public static object Of(VariantDifference difference) => new
    {
        difference.Before,
        difference.After,
        keys = difference.Keys.Select(key => new { key = key.Path, before = Value(key.Before), after = Value(key.After) }),
        parameters = Counts(difference.Parameters),
        multiplyAdds = Counts(difference.MultiplyAdds),
        networks = difference.Networks.ToDictionary(network => RoleText.Of(network.Role), network => new
        {
            parameters = Counts(network.Parameters),
            multiplyAdds = Counts(network.MultiplyAdds),
            layers = network.Layers.Select(layer => new { layer.Name, before = Layer(layer.Before), after = Layer(layer.After) }),
        }),
    };

    /// <param name="before">A commit.</param>
    /// <param name="after">A commit; null for the files as they are.</param>
    /// <param name="difference">Between the two.</param>
    public static object Of(string before, string? after, SpecSetDifference difference) => new
    {
        before,
        after,
        difference.Added,
        difference.Removed,
        difference.Renamed,
        changed = difference.Changed.Select(Of),
        difference.Unchanged,
        grids = difference.Grids.Select(grid => new
        {
            grid.Path,
            stale = grid.Stale.Select(cell => new { cell = cell.Label, cell.Before, cell.After, cell.Moved }),
            added = grid.Added.Select(Cell),
            removed = grid.Removed.Select(Cell),
            grid.Kept,
        }),
        difference.RenamedGrids,
        difference.Unsound,
    };

    private static object Cell(CellName cell) => new { cell = cell.Label, cell.Identity };

    private static object? Value(KeyValueOrigin? value) => value is null ? null : new { value.Value, value.File };

    private static object Counts(Change change) => new { change.Before, change.After, change.Percent };

    private static object? Layer(LayerPlan? layer) => layer is null
        ? null
        : new { layer.Operation, input = Dimensions(layer.Input), output = Dimensions(layer.Output), layer.Parameters, layer.MultiplyAdds };

    private static int[] Dimensions(Shape shape) => shape.IsFeatures ? [shape.Channels] : [shape.Channels, shape.Height, shape.Width];
}
