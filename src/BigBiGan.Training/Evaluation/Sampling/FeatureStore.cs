using System.Globalization;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Solvers;
using BigBiGan.Training.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Where the features of an evaluation stand: in memory up to 128 MiB a set, beyond that in files, to which a killed evaluation returns. They stay until
/// <see cref="Discard"/>, when the numbers are written.
/// </summary>
internal sealed class FeatureStore : IDisposable
{
    /// <summary>Bytes of a set's features, in float32. It decides protocols: what is learnt from larger sets is learnt by passes.</summary>
    public const long MostInMemory = 1L << 27;

    private const string Ending = ".features";

    private readonly string? _folder;
    private readonly Device _device;
    private readonly long _mostInMemory;
    private readonly HashSet<string> _files = [];
    private string? _temporary;

    /// <param name="folder">
    /// Is made where it is needed, and goes when nothing is in it any more. Null for one below the system's temporary folder, which goes with the store.
    /// </param>
    /// <param name="mostInMemory">In bytes.</param>
    public FeatureStore(string? folder, Device device, long mostInMemory = MostInMemory) =>
        (_folder, _device, _mostInMemory) = (folder, device, mostInMemory);

    /// <summary>Whether features would be in memory.</summary>
    public bool Fits(long rows, long size) => rows * size * sizeof(float) <= _mostInMemory;

    /// <summary>Features of many images, which the caller disposes. [count, d]</summary>
    /// <param name="draw">(first, count): images from an index on.</param>
    /// <param name="batch">Images of a forward, and rows of a block.</param>
    /// <param name="features">Of one batch. [N, C, H, W] -> [N, d]</param>
    /// <param name="identity">All that decides the features, in words; asked for where they are too many for memory.</param>
    /// <param name="progress">Receives how many of how many images are done.</param>
    /// <exception cref="RunException">They are not finite, or the disk cannot take them.</exception>
    public FeatureRows Of(
        Func<int, int, Tensor> draw, int count, int batch, Func<Tensor, Tensor> features, Func<string> identity, Action<int, int>? progress = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var begun = FeatureBatches.Part(draw, 0, Math.Min(batch, count), features);
        var size = (int)begun.shape[1];
        if (Fits(count, size))
        {
            return FeatureRows.Owning(FeatureBatches.Of(draw, count, batch, features, progress, begun));
        }

        var file = Open(identity(), count, size, batch);
        try
        {
            for (var first = file.Done * batch; first < count; first += batch)
            {
                using var block = NewDisposeScope();
                var part = first == 0 ? begun : FeatureBatches.Part(draw, first, Math.Min(batch, count - first), features);
                Finite.Check(part, "features");
                file.Write(part);
                progress?.Invoke(Math.Min(first + batch, count), count);
            }

            return file.ToRows(_device);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The numbers are written: the features on disk are of no more use.</summary>
    public void Discard()
    {
        foreach (var file in _files)
        {
            File.Delete(file);
        }

        _files.Clear();
        if (Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            Directory.Delete(_folder);
        }
    }

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private FeatureFile Open(string identity, int count, int size, int batch)
    {
        // the last digits of features depend on the number of threads and on the device
        var whole = string.Create(
            CultureInfo.InvariantCulture, $"{identity}; {count} rows of {size} in batches of {batch}; {get_num_threads()} threads on {_device.type}");
        var folder = _folder ?? (_temporary ??= Directory.CreateTempSubdirectory("bigbigan-features-").FullName);
        var path = Path.Combine(folder, TextHash.Of(whole)[..16] + Ending);
        var file = FeatureFile.Open(path, whole, count, size, batch);
        _files.Add(path);
        return file;
    }
}
