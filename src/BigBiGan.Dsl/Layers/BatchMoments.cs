using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// Statistics of a training batch apart from the running ones. Until it is disposed, batch norms that this thread runs in training leave their running
/// statistics alone and move copies of them here, so that several threads may run one network, each on a batch of its own.
/// </summary>
public sealed class BatchMoments : IDisposable
{
    private readonly Dictionary<BatchStatistics, (Tensor Mean, Tensor Variance)> _copies;

    /// <param name="norms">All that the batch may pass.</param>
    public BatchMoments(IEnumerable<BatchStatistics> norms)
    {
        _copies = norms.ToDictionary(norm => norm, norm => (norm.Running.Mean.clone(), norm.Running.Variance.clone()));
        Current = this;
    }

    /// <summary>Of this thread; null where norms move their own.</summary>
    [field: ThreadStatic]
    internal static BatchMoments? Current { get; private set; }

    /// <summary>
    /// Those of a norm: at a <see cref="BatchStatistics.Momentum"/> of 1 the batch's, or the running ones where it did not pass. [channels] each
    /// </summary>
    public (Tensor Mean, Tensor Variance) this[BatchStatistics norm] => _copies[norm];

    public void Dispose()
    {
        Current = null;
        foreach (var (mean, variance) in _copies.Values)
        {
            mean.Dispose();
            variance.Dispose();
        }
    }
}
