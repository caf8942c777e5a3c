using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Experiments.Cells;

namespace BigBiGan.Experiments.Results;

/// <summary>What a cell's folder is the folder of: <c>cell.json</c>.</summary>
/// <param name="Variant">The spec that the cell varies: <c>small/fashion</c>.</param>
/// <param name="Spec">The resolved variant: every key with its value.</param>
public sealed record CellRecord(
    string Identity,
    string Variant,
    IReadOnlyList<AxisValue> Axes,
    ulong Seed,
    string Data,
    string? Manifest,
    GridProtocol Protocol,
    IReadOnlyDictionary<string, string> Spec)
{
    /// <summary>As <see cref="PlannedCell.Label"/>: equal for a cell and what it was under earlier versions of its spec.</summary>
    public string Label => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(", ", Axes.Select(axis => $"{axis.Key} {axis.Value}").Prepend(Variant))}, seed {Seed}");

    public static CellRecord Of(PlannedCell planned) => new(
        planned.Cell.Identity,
        planned.Cell.VariantPath,
        planned.Cell.Axes,
        planned.Cell.Seed,
        planned.Cell.Data,
        planned.Cell.Manifest,
        planned.Cell.Protocol,
        new SortedDictionary<string, string>(planned.Spec.ToDictionary(), StringComparer.Ordinal));

    /// <summary>
    /// What is another in <paramref name="now"/>: <c>training.batch 32 -> 16</c>, one clause each;
    /// empty where only the semantics of the program are.
    /// </summary>
    public IReadOnlyList<string> Changes(CellRecord now)
    {
        var keys = Spec.Keys.Union(now.Spec.Keys).Order(StringComparer.Ordinal);
        return
        [
            .. keys.SelectMany(key => Change(key, Spec.GetValueOrDefault(key), now.Spec.GetValueOrDefault(key))),
            .. Change("data", Data, now.Data),
            .. Change("manifest", Manifest, now.Manifest),
            .. Change("protocol", $"{Protocol}", $"{now.Protocol}"),
        ];
    }

    private static string[] Change(string key, string? then, string? now) => then == now ? [] : [$"{key} {then ?? "nothing"} -> {now ?? "nothing"}"];
}
