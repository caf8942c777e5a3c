using static TorchSharp.torch;

namespace BigBiGan.Training.Pictures;

/// <summary>Several runs one below the other, column by column of one latent or of one image.</summary>
public static class ComparisonSheet
{
    /// <param name="path">A PNG; replaced in one piece.</param>
    /// <param name="samples">A row per run. [N, C, H, W] in [-1, 1]; smaller ones are shown at the size of the largest</param>
    /// <param name="images">What is reconstructed; null for no reconstructions. [M, C, H, W]</param>
    /// <param name="reconstructions">A row per run that has an E. [M, C, H, W]</param>
    /// <param name="columns">Of a row; more samples go on below, again with all runs.</param>
    /// <param name="caption">One line above.</param>
    public static void Write(
        string path,
        IReadOnlyList<(string Run, Tensor Images)> samples,
        Tensor? images,
        IReadOnlyList<(string Run, Tensor Images)> reconstructions,
        int columns,
        string? caption = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        (string, Tensor)[] originals = images is null ? [] : [("x", images)];
        (string Label, Tensor Images)[] below = [.. originals, .. reconstructions.Select(row => ($"G(E(x)) of {row.Run}", row.Images))];
        var size = samples.Concat(below).Max(row => row.Images.shape[^1]);
        Sheet.Write(path, [.. Groups(samples), .. Groups(below)], caption);

        IEnumerable<SheetRow> Groups(IReadOnlyList<(string Label, Tensor Images)> rows)
        {
            var split = rows.Select(row => (row.Label, Parts: Shown(row.Images).split(columns))).ToList();
            return split.Count == 0
                ? []
                : Enumerable.Range(0, split[0].Parts.Length).SelectMany(part =>
                    split.Select((row, i) => new SheetRow(row.Parts[part], row.Label, StartsGroup: i == 0)));
        }

        Tensor Shown(Tensor all) => all.shape[^1] == size ? all : nn.functional.interpolate(all, size: [size, size]);
    }
}
