using System.Globalization;
using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Display.Differences;

/// <summary>The tables of <see cref="DifferenceText"/>.</summary>
internal static class DifferenceTables
{
    private const int Identity = 12;

    public static Table Keys(IEnumerable<KeyDifference> keys)
    {
        var table = Plain("key", "before", "after");
        foreach (var key in keys)
        {
            table.AddRow(key.Path, Markup.Escape(Value(key.Before)), Markup.Escape(Value(key.After)));
        }

        return table;
    }

    /// <param name="of">What a row is.</param>
    /// <param name="rows">With parameters and multiply-adds each.</param>
    public static Table Costs(string of, IEnumerable<(string Name, Change Parameters, Change MultiplyAdds)> rows)
    {
        var table = Plain(of, "parameters", "", "multiply-adds", "");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned().NoWrap();
        }

        foreach (var (name, parameters, multiplyAdds) in rows)
        {
            table.AddRow(Markup.Escape(name), Counts(parameters), Percent(parameters), Counts(multiplyAdds), Percent(multiplyAdds));
        }

        return table;
    }

    /// <summary>A module whose layers were all added, or all removed, is one row.</summary>
    public static Table Layers(IEnumerable<LayerDifference> layers)
    {
        var table = Plain("", "layer", "operation", "input", "output", "parameters");
        table.Columns[1].NoWrap();
        table.Columns[5].RightAligned();
        foreach (var module in layers.GroupBy(layer => layer.Module))
        {
            var parts = module.ToList();
            if (parts.Count > 1 && (parts.All(layer => layer.Before is null) || parts.All(layer => layer.After is null)))
            {
                var (first, last) = ((parts[0].After ?? parts[0].Before)!, (parts[^1].After ?? parts[^1].Before)!);
                table.AddRow(
                    Sign(parts[0]), Markup.Escape(module.Key), $"{parts.Count} layers", Dimensions(first.Input), Dimensions(last.Output),
                    Quantity.Exact(parts.Sum(layer => (layer.After ?? layer.Before)!.Parameters)));
                continue;
            }

            foreach (var layer in parts)
            {
                table.AddRow(
                    Sign(layer),
                    Markup.Escape(layer.Name),
                    Both(layer, one => one.Operation),
                    Both(layer, one => Dimensions(one.Input)),
                    Both(layer, one => Dimensions(one.Output)),
                    Both(layer, one => Quantity.Exact(one.Parameters)));
            }
        }

        return table;
    }

    public static Table Cells(GridDifference grid)
    {
        var table = Plain("", "cell", "identity", "moved");
        foreach (var cell in grid.Stale)
        {
            table.AddRow(
                "stale",
                Markup.Escape(cell.Label),
                $"{cell.Before[..Identity]} -> {cell.After[..Identity]}",
                Markup.Escape(string.Join(", ", cell.Moved)));
        }

        foreach (var (word, cell) in grid.Added.Select(cell => ("added", cell)).Concat(grid.Removed.Select(cell => ("removed", cell))))
        {
            table.AddRow(word, Markup.Escape(cell.Label), cell.Identity[..Identity], "");
        }

        return table;
    }

    private static Table Plain(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static string Value(KeyValueOrigin? value) => value is null ? "-" : $"{value.Value} ({value.File ?? "the default"})";

    private static string Both(LayerDifference layer, Func<LayerPlan, string> show)
    {
        var (before, after) = (layer.Before is null ? null : show(layer.Before), layer.After is null ? null : show(layer.After));
        return Markup.Escape(before is null ? after! : after is null || after == before ? before : $"{before} -> {after}");
    }

    private static string Sign(LayerDifference layer) => layer.Before is null ? "+" : layer.After is null ? "-" : "~";

    private static string Dimensions(Shape shape) =>
        string.Create(CultureInfo.InvariantCulture, $"{shape.Channels}{(shape.IsFeatures ? "" : $" x {shape.Height} x {shape.Width}")}");

    /// <summary>In short, and exactly where the difference would not show.</summary>
    private static string Counts(Change change)
    {
        if (change.IsNone)
        {
            return Quantity.Short(change.After);
        }

        var (before, after) = (Quantity.Short(change.Before), Quantity.Short(change.After));
        return before == after ? $"{Quantity.Exact(change.Before)} -> {Quantity.Exact(change.After)}" : $"{before} -> {after}";
    }

    private static string Percent(Change change) => change switch
    {
        { IsNone: true } => "=",
        { Percent: not { } } => "new",
        { After: 0 } => "gone",
        { Percent: { } percent } when Math.Abs(percent) < 0.001 => "< 0.001 %",
        { Percent: { } percent } => SignedNumber.Of(percent, Math.Abs(percent) < 0.1 ? 3 : 1) + " %",
    };
}
