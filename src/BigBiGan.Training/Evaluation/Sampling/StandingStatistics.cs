using BigBiGan.Dsl.Layers;
using BigBiGan.Training.Weights.Files;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Batch-norm statistics as the plain mean over many batches (Brock et al., 2019), in place of the running ones until disposed:
/// <c>using var _ = StandingStatistics.Take(...)</c>. The network is in evaluation mode meanwhile; afterwards its statistics and
/// its mode are what they were. Spectral vectors never move.
/// </summary>
public sealed class StandingStatistics : IDisposable
{
    private static readonly string[] BufferNames = ["running_mean", "running_var", "num_batches_tracked"];

    private readonly Network _network;
    private readonly bool _training;
    private readonly (Tensor Buffer, Tensor Before)[] _kept;

    private StandingStatistics(Network network)
    {
        _network = network;
        _training = network.training;
        _kept = [.. Buffers(network).Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Whether a network has batch-norm statistics.</summary>
    public static bool AreIn(Network network) => Buffers(network).Any();

    /// <param name="network">Usually G, with the weights that are to be judged.</param>
    /// <param name="batches">1 or more; 100 is usual.</param>
    /// <param name="forward">Runs the network on the batch of that index, from 0; called without gradients in a dispose scope.</param>
    public static StandingStatistics Take(Network network, int batches, Action<int> forward)
    {
        var standing = new StandingStatistics(network);
        var norms = network.modules().OfType<BatchStatistics>().ToArray();
        var momenta = norms.Select(n => n.Momentum).ToArray();
        try
        {
            network.train();
            foreach (var spectral in network.modules().Where(HasSpectralVector))
            {
                spectral.eval();
            }

            for (var i = 0; i < batches; i++)
            {
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                foreach (var norm in norms)
                {
                    norm.Momentum = 1.0 / (i + 1);
                }

                forward(i);
            }

            network.eval();
            return standing;
        }
        catch
        {
            standing.Dispose();
            throw;
        }
        finally
        {
            foreach (var (norm, momentum) in norms.Zip(momenta))
            {
                norm.Momentum = momentum;
            }
        }
    }

    /// <summary>Of all weights of a network, whatever statistics it has at the moment. Lower-case hex.</summary>
    internal static string WeightChecksum(Network network) =>
        StateChecksum.Of(network.state_dict().Where(entry => !IsStatistic(entry.Key)).Select(entry => (entry.Key, entry.Value)));

    /// <summary>By its state, so that a new spectral layer is none to be remembered here.</summary>
    private static bool HasSpectralVector(nn.Module module) => module.named_buffers(recurse: false).Any(buffer => buffer.name == "u0");

    private static IEnumerable<Tensor> Buffers(Network network) => network.named_buffers().Where(b => IsStatistic(b.name)).Select(b => b.buffer);

    private static bool IsStatistic(string name) => BufferNames.Contains(name[(name.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
        using var noGrad = no_grad();
        foreach (var (buffer, before) in _kept)
        {
            buffer.copy_(before);
            before.Dispose();
        }

        _network.train(_training);
    }
}
