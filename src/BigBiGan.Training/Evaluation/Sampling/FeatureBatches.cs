using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>Features of many images, calculated in batches without gradients.</summary>
/// <param name="draw">(first, count): images from an index on.</param>
/// <param name="features">Of one batch. [N, C, H, W] -> [N, d]</param>
/// <param name="replicas">Who calculates the batches.</param>
/// <param name="progress">Receives how many of how many images are done.</param>
/// <param name="task">What other ranks are told of it, the images or their features; null where they cannot be.</param>
internal sealed class FeatureBatches(
    Func<int, int, Tensor> draw, int count, int batch, Func<Tensor, Tensor> features, BatchWorkers replicas, Action<int, int>? progress = null,
    BatchTask? task = null)
{
    private readonly Action<IReadOnlyList<int>, Action<int, Tensor>> _each = replicas.Ranks is not null && task is { MakesImages: true }
        ? Then(replicas.Each(i => Drawn(draw, count, batch, i), task), images => Checked(features(images)))
        : replicas.Each(i => Checked(features(Drawn(draw, count, batch, i))), task);

    /// <summary>[count, d]</summary>
    /// <exception cref="RunException">They are not finite.</exception>
    public static Tensor Of(
        ImageSet images, int batch, Device device, Func<Tensor, Tensor> features, BatchWorkers replicas = default, Action<int, int>? progress = null)
    {
        using var scope = NewDisposeScope();
        var batches = new FeatureBatches(
            (first, count) => images.ToTensor(first, count, device), images.Count, batch, features, replicas, progress);
        return batches.All(batches.First()).MoveToOuterDisposeScope();
    }

    /// <summary>How many of so many images a batch of an index has.</summary>
    public static int Images(int count, int batch, int i) => Math.Min(batch, count - (i * batch));

    /// <summary>Those of the first batch. [count, d], float32</summary>
    /// <exception cref="RunException">They are not finite.</exception>
    public Tensor First()
    {
        Tensor? first = null;
        Each([0], part => first = part.MoveToOuterDisposeScope());
        return first!;
    }

    /// <summary>All of them. [count, d], float32</summary>
    /// <param name="first">Those of the first batch; the caller's.</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public Tensor All(Tensor first)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor> { first };
        From(1, part => parts.Add(part.MoveToOtherDisposeScope(scope))); // scopes are a thread's own
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Those of the batches from one on.</summary>
    /// <param name="take">Receives one batch after the other, and does not keep it. [n, d], float32</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public void From(int done, Action<Tensor> take) => Each([.. Enumerable.Range(done, ((count + batch - 1) / batch) - done)], take);

    private void Each(IReadOnlyList<int> batches, Action<Tensor> take) => _each(batches, (i, part) =>
    {
        take(part);
        progress?.Invoke(Math.Min((i + 1) * batch, count), count);
    });

    /// <summary>What others have drawn is calculated with here.</summary>
    private static Action<IReadOnlyList<int>, Action<int, Tensor>> Then(
        Action<IReadOnlyList<int>, Action<int, Tensor>> each, Func<Tensor, Tensor> calculate) =>
        (batches, take) => each(batches, (i, made) => take(i, calculate(made)));

    private static Tensor Drawn(Func<int, int, Tensor> draw, int count, int batch, int i) => draw(i * batch, Images(count, batch, i));

    private static Tensor Checked(Tensor made)
    {
        var features = made.to(float32);
        Finite.Check(features, "features");
        return features;
    }
}
