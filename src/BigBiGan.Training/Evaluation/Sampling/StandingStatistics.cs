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
    /// <param name="replicas">Who calculates the batches.</param>
    /// <param name="progress">Receives (batches, of so many).</param>
    /// <param name="identity">
    /// All that decides the batches and how the network is run on them: statistics that were taken before are found again. Null where nobody knows it.
    /// </param>
    public static StandingStatistics Take(
        Network network, int batches, Action<int> forward, BatchWorkers replicas = default, Action<int, int>? progress = null, string? identity = null) =>
        Take(network, batches, forward, replicas, null, progress, identity);

    /// <param name="task">The same as other ranks are told of it; null where they cannot be.</param>
    /// <inheritdoc cref="Take(Network, int, Action{int}, BatchWorkers, Action{int, int}?, string?)"/>
    internal static StandingStatistics Take(
        Network network, int batches, Action<int> forward, BatchWorkers replicas, BatchTask? task, Action<int, int>? progress, string? identity)
    {
        var (standing, movesNormsAlone) = (new StandingStatistics(network), MovesNormsAlone(network));
        var cache = identity is not null && movesNormsAlone ? StandingCache.Of(network, identity, replicas) : null;
        if (cache?.TryLoad(Statistics(network)) == true)
        {
            network.eval();
            return standing;
        }

        try
        {
            using (var moments = new StandingMoments(network))
            {
                Average(moments, batches, (movesNormsAlone ? replicas : 1).Each(moments.Of(forward), task), progress);
            }

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
    }

    /// <summary>Sums are taken in the order of the batches, in float64: whichever thread comes first changes nothing.</summary>
    private static void Average(StandingMoments moments, int batches, Action<IReadOnlyList<int>, Action<int, Tensor>> each, Action<int, int>? progress)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] running = [.. moments.Running];
        var sum = zeros([1, running.Sum(buffer => buffer.numel())], float64, running.FirstOrDefault()?.device);
        each([.. Enumerable.Range(0, batches)], (i, found) =>
        {
            sum.AddInPlace(found);
            progress?.Invoke(i + 1, batches);
        });
        var first = 0L;
        foreach (var buffer in running)
        {
            buffer.copy_(sum.narrow(1, first, buffer.numel()).view(buffer.shape).Div(batches));
            first += buffer.numel();
        }
    }

    /// <summary>Whether several threads may run the network in training: no layer of the user's own and no other state moves with a batch.</summary>
    private static bool MovesNormsAlone(Network network) => StandingMoments.Modules(network).All(module => module is not CustomLayer
        && (module is BatchStatistics || StandingMoments.HasSpectralVector(module) || !module.named_buffers(recurse: false).Any()));

    /// <summary>Of all weights of a network, whatever statistics it has at the moment. Lower-case hex.</summary>
    internal static string WeightChecksum(Network network) =>
        StateChecksum.Of(network.state_dict().Where(entry => !IsStatistic(entry.Key)).Select(entry => (entry.Key, entry.Value)));

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
