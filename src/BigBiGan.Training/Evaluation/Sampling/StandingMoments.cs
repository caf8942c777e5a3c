using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Moments of a network's batch norms on single batches. Until it is disposed the network is in training, but for its spectral vectors, which never move.
/// </summary>
internal sealed class StandingMoments : IDisposable
{
    private readonly (BatchStatistics Norm, double Momentum)[] _norms;

    public StandingMoments(Network network)
    {
        _norms = [.. Modules(network).OfType<BatchStatistics>().Select(norm => (norm, norm.Momentum))];
        network.train();
        foreach (var spectral in Modules(network).Where(HasSpectralVector))
        {
            spectral.eval();
        }

        foreach (var (norm, _) in _norms)
        {
            norm.Momentum = 1;
        }
    }

    /// <summary>The running statistics, in the order of the moments.</summary>
    public IEnumerable<Tensor> Running => _norms.SelectMany(of => Both(of.Norm.Running));

    /// <summary>All moments of a batch in one row. [1, values], float64</summary>
    /// <param name="forward">Runs the network on the batch of an index.</param>
    public Func<int, Tensor> Of(Action<int> forward) => i =>
    {
        using var moments = new BatchMoments(_norms.Select(of => of.Norm));
        forward(i);
        Tensor[] found = [.. _norms.SelectMany(of => Both(moments[of.Norm])).Select(moment => moment.flatten().to(float64))];
        return found.Length == 0 ? zeros([1, 0], float64) : cat(found).unsqueeze(0);
    };

    /// <summary>The network's own one first, which TorchSharp leaves out.</summary>
    public static IEnumerable<nn.Module> Modules(Network network) => network.modules().Prepend(network);

    /// <summary>By its state, so that a new spectral layer is none to be remembered here.</summary>
    public static bool HasSpectralVector(nn.Module module) => module.named_buffers(recurse: false).Any(buffer => buffer.name == "u0");

    public void Dispose()
    {
        foreach (var (norm, momentum) in _norms)
        {
            norm.Momentum = momentum;
        }
    }

    private static Tensor[] Both((Tensor Mean, Tensor Variance) of) => [of.Mean, of.Variance];
}
