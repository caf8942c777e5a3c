using BigBiGan.Dsl;
using BigBiGan.Training.Data;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation;

/// <summary>The features of a trained variant (E's, or D's where there is no E) with standing batch statistics, as they are judged.</summary>
public static class JudgedFeatures
{
    private const int Batch = 250;

    /// <summary>Batches for the batch-norm statistics.</summary>
    private const int MostStanding = 40;

    /// <summary>[N, features], on the model's device</summary>
    /// <param name="images">At the variant's data size.</param>
    public static Tensor Of(VariantModel model, ImageSet images, Device device)
    {
        using var standing = Standing(model, images, device);
        return FeatureBatches.Of(images, Math.Min(Batch, images.Count), device, model.Features);
    }

    /// <summary>Puts E, or D where there is no E, in the state in which its features are judged, until disposed.</summary>
    /// <param name="images">The training images, whose statistics they are; at the variant's data size.</param>
    public static StandingStatistics Standing(VariantModel model, ImageSet images, Device device) => Standing(model, images, Math.Min(Batch, images.Count), device);

    /// <summary>Whose features they are: E, or D where there is no E.</summary>
    internal static string Role(VariantModel model) => model.Facts.Encoder is null ? "D" : "E";

    internal static int StandingBatches(ImageSet images, int batch) => Math.Min(MostStanding, images.Count / batch);

    /// <summary>Running statistics hold the last few batches only, and nothing at all before training.</summary>
    internal static StandingStatistics Standing(VariantModel model, ImageSet images, int batch, Device device) => StandingStatistics.Take(
        model.Networks.Single(named => named.Role == Role(model)).Network,
        StandingBatches(images, batch),
        i => model.Features(images.ToTensor(i * batch, batch, device)));
}
