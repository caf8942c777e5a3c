using BigBiGan.Dsl;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>Some images of each batch.</summary>
/// <param name="First">From 0.</param>
/// <param name="Count">One after the other.</param>
public sealed record BatchPart(int First, int Count)
{
    /// <summary>Of one replica: batches are cut into equal parts, in the order of the ranks.</summary>
    /// <param name="batch">A multiple of <paramref name="replicas"/>.</param>
    public static BatchPart Of(int batch, int rank, int replicas) => new(batch / replicas * rank, batch / replicas);

    /// <summary>[batch, ...] -> [part, ...], a view.</summary>
    public Tensor Cut(Tensor whole) => whole.narrow(0, First, Count);

    /// <summary>The same of everything that a batch has.</summary>
    public StepInput Cut(StepInput whole) => new(
        Cut(whole.X),
        Cut(whole.Z),
        whole.Noise is { } noise ? Cut(noise) : null,
        whole.Labels is { } labels ? new LabelPair(Cut(labels.Real), Cut(labels.Drawn)) : null);
}
