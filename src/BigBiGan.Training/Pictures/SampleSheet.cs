using static TorchSharp.torch;

namespace BigBiGan.Training.Pictures;

/// <summary>Samples in a grid.</summary>
public static class SampleSheet
{
    /// <param name="path">A PNG; replaced in one piece.</param>
    /// <param name="images">At least one. [N, C, H, W] in [-1, 1]</param>
    /// <param name="caption">One line above: variant, step, seed.</param>
    public static void Write(string path, Tensor images, int columns = 8, string? caption = null)
    {
        using var scope = NewDisposeScope();
        Sheet.Write(path, [.. images.split(columns).Select(row => new SheetRow(row))], caption);
    }

    /// <summary>A row of samples per class, the class before it.</summary>
    /// <param name="rows">At least one. Images: [n, C, H, W] in [-1, 1]</param>
    /// <inheritdoc cref="Write(string, Tensor, int, string?)"/>
    public static void Write(string path, IReadOnlyList<(string Label, Tensor Images)> rows, string? caption = null) =>
        Sheet.Write(path, [.. rows.Select(row => new SheetRow(row.Images, row.Label))], caption);
}
