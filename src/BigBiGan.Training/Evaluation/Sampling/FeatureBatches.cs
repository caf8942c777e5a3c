using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>Features of many images, computed in batches without gradients.</summary>
internal static class FeatureBatches
{
    /// <summary>[count, d]</summary>
    public static Tensor Of(ImageSet images, int batch, Device device, Func<Tensor, Tensor> features, Action<int, int>? progress = null) =>
        Of((first, count) => images.ToTensor(first, count, device), images.Count, batch, features, progress);

    /// <param name="draw">(first, count): images from an index on.</param>
    /// <param name="features">Of one batch. [N, C, H, W] -> [N, d]</param>
    /// <param name="progress">Receives how many of how many images are done.</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public static Tensor Of(Func<int, int, Tensor> draw, int count, int batch, Func<Tensor, Tensor> features, Action<int, int>? progress = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var first = 0; first < count; first += batch)
        {
            using var one = NewDisposeScope();
            var part = features(draw(first, Math.Min(batch, count - first)));
            parts.Add(part.to(float32).MoveToOuterDisposeScope());
            progress?.Invoke(Math.Min(first + batch, count), count);
        }

        var all = cat(parts);
        Finite.Check(all, "features");
        return all.MoveToOuterDisposeScope();
    }
}
