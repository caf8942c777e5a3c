using System.Globalization;
using System.Text;
using BigBiGan.Dsl;

namespace BigBiGan.Experiments.Cells;

/// <summary>A cell of a grid with what the compiler knows of it.</summary>
/// <param name="Spec">The resolved variant: every key with its value.</param>
/// <param name="MultiplyAdds">Of one image through all networks.</param>
/// <param name="Cost">Those times batch, updates and steps.</param>
public sealed record PlannedCell(GridCell Cell, IReadOnlyDictionary<string, string> Spec, long Parameters, long MultiplyAdds, double Cost)
{
    private const int ShownIdentity = 12;

    /// <summary>In bytes: file systems take names of 255, and seed, identity and the names of a report's pictures come behind it.</summary>
    private const int LongestPath = 180;

    /// <summary>What the cell shares with the other seeds: <c>small/fashion, training.batch 32</c>.</summary>
    public string Row => string.Join(", ", new[] { Cell.VariantPath }.Concat(Cell.Axes.Select(axis => $"{axis.Key} {axis.Value}")));

    /// <summary>For people: <c>small/fashion, training.batch 32, seed 1</c>.</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Row}, seed {Cell.Seed}");

    /// <summary>
    /// Its folder among the results: <c>small-fashion-s1-0a1b2c3d4e5f</c>.
    /// Of a long path the end is shown: the identity alone tells cells apart.
    /// </summary>
    public string FolderName => string.Create(
        CultureInfo.InvariantCulture,
        $"{End(Cell.VariantPath.Replace('/', '-'), LongestPath)}-s{Cell.Seed}-{Cell.Identity[..ShownIdentity]}");

    /// <summary>As much of the end as has so many bytes in a file's name.</summary>
    private static string End(string text, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(text) > bytes)
        {
            text = text[(char.IsHighSurrogate(text[0]) ? 2 : 1)..];
        }

        return text;
    }
}
