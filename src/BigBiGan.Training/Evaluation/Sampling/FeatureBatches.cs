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
    /// <param name="begun">The features of the first batch, where they are known; the caller's.</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public static Tensor Of(
        Func<int, int, Tensor> draw, int count, int batch, Func<Tensor, Tensor> features, Action<int, int>? progress = null, Tensor? begun = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var first = 0; first < count; first += batch)
        {
            parts.Add(first == 0 && begun is not null ? begun : Part(draw, first, Math.Min(batch, count - first), features));
            progress?.Invoke(Math.Min(first + batch, count), count);
        }

        var all = cat(parts);
        Finite.Check(all, "features");
        return all.MoveToOuterDisposeScope();
    }

    /// <summary>Of one batch. [count, d], float32</summary>
    public static Tensor Part(Func<int, int, Tensor> draw, int first, int count, Func<Tensor, Tensor> features)
    {
        using var one = NewDisposeScope();
        return features(draw(first, count)).to(float32).MoveToOuterDisposeScope();
    }
}
