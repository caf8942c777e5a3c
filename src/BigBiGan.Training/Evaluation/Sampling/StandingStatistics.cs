using BigBiGan.Dsl.Custom;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
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
    /// <param name="forward">
    /// Runs the network on the batch of that index, from 0; called without gradients in a dispose scope, by several threads at once where there are replicas.
    /// </param>
    /// <param name="replicas">Batches that are calculated at once, a thread each; their number changes no bit.</param>
    /// <param name="progress">Receives (batches, of so many).</param>
    /// <param name="identity">
    /// All that decides the batches and how the network is run on them: statistics that were taken before are found again. Null where nobody knows it.
    /// </param>
    public static StandingStatistics Take(
        Network network, int batches, Action<int> forward, int replicas = 1, Action<int, int>? progress = null, string? identity = null)
    {
        var (standing, movesNormsAlone) = (new StandingStatistics(network), MovesNormsAlone(network));
        var cache = identity is not null && movesNormsAlone ? StandingCache.Of(network, identity, replicas) : null;
        if (cache?.TryLoad(Statistics(network)) == true)
        {
            network.eval();
            return standing;
        }

        var norms = Modules(network).OfType<BatchStatistics>().ToArray();
        var momenta = norms.Select(n => n.Momentum).ToArray();
        try
        {
            network.train();
            foreach (var spectral in Modules(network).Where(HasSpectralVector))
            {
                spectral.eval();
            }

            foreach (var norm in norms)
            {
                norm.Momentum = 1;
            }

            Average(norms, batches, forward, movesNormsAlone ? replicas : 1, progress);
            if (cache is not null)
            {
                cache.Save(Statistics(network), identity!);
                StandingCache.Prune();
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

    /// <summary>Sums are taken in the order of the batches, in float64: whichever thread comes first changes nothing.</summary>
    private static void Average(BatchStatistics[] norms, int batches, Action<int> forward, int replicas, Action<int, int>? progress)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] running = [.. norms.SelectMany(norm => Both(norm.Running))];
        var sums = Array.ConvertAll(running, buffer => zeros_like(buffer, dtype: float64));
        new ParallelBatches<Tensor[]>(replicas, i =>
        {
            using var moments = new BatchMoments(norms);
            forward(i);
            return [.. norms.SelectMany(norm => Both(moments[norm])).Select(found => found.to(float64))];
        }).Each([.. Enumerable.Range(0, batches)], (i, found) =>
        {
            foreach (var (sum, summand) in sums.Zip(found))
            {
                sum.AddInPlace(summand);
            }

            progress?.Invoke(i + 1, batches);
        });
        foreach (var (buffer, sum) in running.Zip(sums))
        {
            buffer.copy_(sum.Div(batches));
        }
    }

    private static Tensor[] Both((Tensor Mean, Tensor Variance) of) => [of.Mean, of.Variance];

    /// <summary>Whether several threads may run the network in training: no layer of the user's own and no other state moves with a batch.</summary>
    private static bool MovesNormsAlone(Network network) => Modules(network).All(module => module is not CustomLayer
        && (module is BatchStatistics || HasSpectralVector(module) || !module.named_buffers(recurse: false).Any()));

    /// <summary>Of all weights of a network, whatever statistics it has at the moment. Lower-case hex.</summary>
    internal static string WeightChecksum(Network network) =>
        StateChecksum.Of(network.state_dict().Where(entry => !IsStatistic(entry.Key)).Select(entry => (entry.Key, entry.Value)));

    /// <summary>The network's own one first, which TorchSharp leaves out.</summary>
    private static IEnumerable<nn.Module> Modules(Network network) => network.modules().Prepend(network);

    /// <summary>By its state, so that a new spectral layer is none to be remembered here.</summary>
    private static bool HasSpectralVector(nn.Module module) => module.named_buffers(recurse: false).Any(buffer => buffer.name == "u0");

    private static IEnumerable<Tensor> Buffers(Network network) => Statistics(network).Select(statistic => statistic.Buffer);

    private static (string Name, Tensor Buffer)[] Statistics(Network network) => [.. network.named_buffers().Where(b => IsStatistic(b.name))];

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
