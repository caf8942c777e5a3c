using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.State;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Text;
using BigBiGan.Training.Weights.Files;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Standing statistics that were taken before: most of what it costs to look at a run. They are found by all that decides their bits: the weights,
/// the batches, the threads of an operation, the device, this program and what <see cref="Machine"/> knows of the machine.
/// </summary>
internal static class StandingCache
{
    /// <summary>Files of a few kilobytes; the older half goes where there are more.</summary>
    private const int Most = 2000;

    /// <param name="network">With its weights.</param>
    /// <param name="batches">All that decides them, and how the network is run on them.</param>
    /// <param name="replicas">That calculate batches at once. They should change no bit, and what was taken by others proves nothing about these.</param>
    public static StateCache Of(Network network, string batches, BatchWorkers replicas)
    {
        var device = network.state_dict().Values.First().device;
        Guid[] programs = [.. new[] { typeof(Network), typeof(StandingCache), network.GetType() }.Select(type => type.Module.ModuleVersionId)];
        var key = TextHash.Of(
            $"{batches}, {StandingStatistics.WeightChecksum(network)}, {replicas} of {get_num_threads()} threads, {ConvolutionForms.Current}, "
            + $"{device}, {Machine.Current.Fingerprint}, {string.Join(' ', programs)}");
        var folder = UserCache.Folder("standing");
        return new StateCache(folder is null ? null : Path.Combine(folder, $"{key[..32]}.safetensors"), "standing statistics", "taken", warn: null);
    }

    /// <summary>Makes room.</summary>
    public static void Prune()
    {
        try
        {
            if (UserCache.Folder("standing") is { } folder && new DirectoryInfo(folder).GetFiles() is { Length: > Most } files)
            {
                foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc).Take(files.Length / 2))
                {
                    file.Delete();
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // another process does it, or it is not ours to do
        }
    }
}
