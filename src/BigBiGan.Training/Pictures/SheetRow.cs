using static TorchSharp.torch;

namespace BigBiGan.Training.Pictures;

/// <param name="Images">[n, C, H, W] in [-1, 1]</param>
/// <param name="StartsGroup">A wider gap stands above.</param>
internal sealed record SheetRow(Tensor Images, string? Label = null, bool StartsGroup = false);
