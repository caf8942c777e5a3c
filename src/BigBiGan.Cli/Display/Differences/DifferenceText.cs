using System.Globalization;
using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Planning;
using Spectre.Console;

namespace BigBiGan.Cli.Display.Differences;

/// <summary>Differences as people read them.</summary>
internal static class DifferenceText
{
    public static void Print(VariantDifference difference)
    {
        Console.Out.WriteLine($"{difference.Before} -> {difference.After}");
        if (difference.IsNone)
        {
            Console.Out.WriteLine("Both mean the same.");
            return;
        }

        PrintWholly(difference);
    }

    /// <param name="before">How the first state is called.</param>
    /// <param name="after">How the second is called.</param>
    /// <param name="difference">Between the two.</param>
    /// <param name="wholly">Layer by layer; else an overview, in which variants whose keys moved alike stand together.</param>
    public static void Print(string before, string after, SpecSetDifference difference, bool wholly)
    {
        Console.Out.WriteLine($"{before} -> {after}");
        Console.Out.WriteLine(
            $"variants: {difference.Changed.Count} changed, {difference.Added.Count} added, {difference.Removed.Count} removed, "
            + $"{difference.Renamed.Count} renamed, {difference.Unchanged} unchanged");
        foreach (var line in difference.Added.Select(path => $"added    {path}").Concat(difference.Removed.Select(path => $"removed  {path}"))
            .Concat(difference.Renamed.Select(one => $"renamed  {one.Before} -> {one.After}")))
        {
            Console.Out.WriteLine(line);
        }

        foreach (var file in difference.Unsound)
        {
            var side = file is { Before: true, After: true } ? "on both sides" : $"in {(file.Before ? before : after)}";
            Console.Out.WriteLine($"unsound  {file.Path} {side}: {file.Problem ?? "a variant of it has problems"}");
        }

        foreach (var group in difference.Changed.GroupBy(one => one.Keys))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(string.Join(", ", group.Select(one => one.After)));
            if (wholly || (group.Count() == 1 && difference.Changed.Count == 1))
            {
                PrintWholly(group.Single());
                continue;
            }

            Terminal.Out.Write(DifferenceTables.Keys(group.Key));
            var costs = group.Where(one => !one.Parameters.IsNone || !one.MultiplyAdds.IsNone).ToList();
            if (costs.Count > 0)
            {
                Terminal.Out.Write(DifferenceTables.Costs("variant", costs.Select(one => (one.After, one.Parameters, one.MultiplyAdds))));
            }
        }

        if (!wholly && difference.Changed.Count > 1)
        {
            Console.Out.WriteLine($"Layers: --variant {difference.Changed[0].After}");
        }

        foreach (var grid in difference.RenamedGrids)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{grid.Before} -> {grid.After}: renamed, all cells kept");
        }

        foreach (var grid in difference.Grids)
        {
            PrintGrid(grid);
        }
    }

    private static void PrintWholly(VariantDifference difference)
    {
        Terminal.Out.Write(DifferenceTables.Keys(difference.Keys));
        var networks = difference.Networks.Select(network => (RoleText.Of(network.Role), network.Parameters, network.MultiplyAdds));
        Terminal.Out.Write(DifferenceTables.Costs("network", networks.Append(("all", difference.Parameters, difference.MultiplyAdds))));
        foreach (var network in difference.Networks.Where(network => network.Layers.Count > 0))
        {
            Console.Out.WriteLine($"{RoleText.Of(network.Role)}: {Layers(network)}");
            Terminal.Out.Write(DifferenceTables.Layers(network.Layers));
        }
    }

    private static string Layers(NetworkDifference network)
    {
        var counts = new[]
        {
            (network.Layers.Count(layer => layer is { Before: not null, After: not null }), "changed"),
            (network.Layers.Count(layer => layer.Before is null), "added"),
            (network.Layers.Count(layer => layer.After is null), "removed"),
        };
        var words = counts.Where(count => count.Item1 > 0).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item1} {count.Item2}"));
        return $"layers {string.Join(", ", words)}";
    }

    private static void PrintGrid(GridDifference grid)
    {
        Console.Out.WriteLine();
        if (grid is { Stale.Count: 0, Kept: 0 } and ({ Added.Count: 0 } or { Removed.Count: 0 }))
        {
            var (share, fate) = grid.Removed.Count == 0 ? ("all", "are new") : ("none", "are left");
            Console.Out.WriteLine($"{grid.Path}: {share} of its {grid.Added.Count + grid.Removed.Count} cells {fate}");
            return;
        }

        Console.Out.WriteLine($"{grid.Path}: {grid.Stale.Count} stale, {grid.Added.Count} added, {grid.Removed.Count} removed, {grid.Kept} kept");
        Terminal.Out.Write(DifferenceTables.Cells(grid));
    }
}
