using static TorchSharp.torch;

namespace BigBiGan.Training.Pictures;

/// <summary>Images over their reconstructions, pair of rows by pair of rows.</summary>
public static class ReconstructionSheet
{
    /// <param name="path">A PNG; replaced in one piece.</param>
    /// <param name="images">At least one. [N, C, H, W] in [-1, 1]</param>
    /// <param name="reconstructions">G(E(x)); shown at the size of x where G's is smaller. [N, C, h, w] in [-1, 1]</param>
    /// <param name="caption">One line above.</param>
    public static void Write(string path, Tensor images, Tensor reconstructions, int columns = 8, string? caption = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var size = images.shape[^1];
        var shown = reconstructions.shape[^1] == size ? reconstructions : nn.functional.interpolate(reconstructions, size: [size, size]);
        var rows = images.split(columns).Zip(shown.split(columns)).SelectMany(pair => new[]
        {
            new SheetRow(pair.First, "x", StartsGroup: true),
            new SheetRow(pair.Second, "G(E(x))"),
        });
        Sheet.Write(path, [.. rows], caption);
    }
}
