using BigBiGan.Training.Data.Images;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>What a model makes of a set of images, a row per image in their order.</summary>
/// <param name="Images">Where the rows come from.</param>
/// <param name="Files">A path per image, as a file of rows is to name it; null where the images are not files of their own. [N]</param>
/// <param name="Features">[N, d], float32, on the CPU</param>
/// <param name="Latents">Null where the model has no encoder. [N, z], float32, on the CPU</param>
public sealed record EmbeddedImages(ImageSet Images, IReadOnlyList<string>? Files, Tensor Features, Tensor? Latents)
{
    public string Split => Images.Split;

    /// <summary>Where an image stands in its split, from 0 on: with names or without, what joins a row to its image. [N]</summary>
    public long[] Index { get; } = [.. Enumerable.Range(0, Images.Count).Select(i => (long)i)];

    /// <summary>Null of images without classes. [N]</summary>
    public long[]? Labels { get; } = Images.ClassNames.Count == 0 ? null : [.. Images.Labels.Select(label => (long)label)];

    /// <summary>The name of each image's class; null of images without classes. [N]</summary>
    public IReadOnlyList<string>? Classes { get; } = Images.ClassNames.Count == 0 ? null : [.. Images.Labels.Select(label => Images.ClassTitles[label])];
}
