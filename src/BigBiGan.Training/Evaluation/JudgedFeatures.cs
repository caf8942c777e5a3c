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
        var role = model.Facts.Encoder is null ? "D" : "E";
        var batch = Math.Min(Batch, images.Count);
        using var standing = StandingStatistics.Take(
            model.Networks.Single(named => named.Role == role).Network,
            Math.Min(MostStanding, images.Count / batch),
            i => model.Features(images.ToTensor(i * batch, batch, device)).Dispose());
        return FeatureBatches.Of(images, batch, device, model.Features);
    }
}
