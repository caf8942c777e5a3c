using System.Globalization;
using BigBiGan.Experiments.Cells;

namespace BigBiGan.Experiments.Pipelines;

/// <summary>Cells that a job of a CI service trains, one after the other.</summary>
/// <param name="Key">
/// Of the job and of what it uploads: at most 64 letters, digits and <c>._-</c>, which artifacts and jobs of every service take; no two of a
/// pipeline are equal, as each begins with its number: <c>cells-07-small-fashion-s0</c>.
/// </param>
/// <param name="Name">For people: the first cell's label, and how many follow.</param>
public sealed record CellJob(string Key, string Name, IReadOnlyList<PlannedCell> Cells)
{
    private const int LongestKey = 64;
    private const int LongestName = 100;
    private const int ShownIdentity = 12;

    /// <summary>The cells as <c>grid run --only</c> takes them: the beginnings of identities, with a space between.</summary>
    public string Words => string.Join(' ', Cells.Select(cell => cell.Cell.Identity[..ShownIdentity]));

    /// <summary>How many cells a job has at the least, where a service takes no more than so many jobs.</summary>
    public static int LeastSize(int cells, int mostJobs) => Math.Max(1, (cells + mostJobs - 1) / mostJobs);

    /// <summary>Jobs of equally many cells, the last perhaps of fewer, in the order of the cells.</summary>
    /// <param name="size">Cells of a job.</param>
    public static IReadOnlyList<CellJob> Cut(IReadOnlyList<PlannedCell> cells, int size)
    {
        var parts = cells.Chunk(size).ToList();
        var digits = Number(parts.Count).Length;
        return [.. parts.Select((part, i) => Of(Number(i + 1).PadLeft(digits, '0'), part))];
    }

    private static CellJob Of(string number, PlannedCell[] cells)
    {
        var (first, more) = (cells[0], cells.Length - 1);
        var end = $"-s{first.Cell.Seed}{(more > 0 ? $"-and-{Number(more)}-more" : "")}";
        var variant = string.Concat(first.Cell.VariantPath.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-'));
        var start = $"cells-{number}-";
        var room = LongestKey - start.Length - end.Length;
        return new CellJob(
            start + variant[^Math.Min(variant.Length, room)..] + end,
            Short(first.Label) + (more > 0 ? $" and {Number(more)} more" : ""),
            cells);
    }

    private static string Short(string label) => label.Length <= LongestName ? label : $"{label[..LongestName]}…";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
