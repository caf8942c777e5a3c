using System.Globalization;
using System.Text.Json;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Solvers;
using BigBiGan.Training.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Where the features of an evaluation stand: in memory up to 128 MiB a set, beyond that in files. An evaluation after one that was killed goes on with
/// the files that it finds: with features from the block on that was reached, and with the numbers of features that were measured already.
/// </summary>
internal sealed class FeatureStore : IDisposable
{
    /// <summary>Bytes of a set's features, in float32. It decides protocols: what is learnt from larger sets is learnt by passes.</summary>
    public const long MostInMemory = 1L << 27;

    /// <summary>Another build may calculate something else.</summary>
    private static readonly string Builds = string.Join(
        ' ', new[] { typeof(FeatureStore), typeof(VariantModel) }.Select(type => type.Assembly.ManifestModule.ModuleVersionId));

    private readonly string? _folder;
    private readonly Device _device;
    private readonly BatchWorkers _replicas;
    private readonly long _mostInMemory;
    private readonly HashSet<string> _files = [];
    private string? _temporary;

    /// <param name="folder">
    /// Is made where it is needed, and goes when nothing is in it any more. Null for one below the system's temporary folder, which goes with the store.
    /// </param>
    /// <param name="replicas">Who calculates batches.</param>
    /// <param name="mostInMemory">In bytes.</param>
    public FeatureStore(string? folder, Device device, BatchWorkers replicas = default, long mostInMemory = MostInMemory) =>
        (_folder, _device, _replicas, _mostInMemory) = (folder, device, replicas, mostInMemory);

    /// <summary>Whether features would be in memory.</summary>
    public bool Fits(long rows, long size) => rows * size * sizeof(float) <= _mostInMemory;

    /// <summary>Features of many images, which the caller disposes. [count, d]</summary>
    /// <param name="draw">(first, count): images from an index on.</param>
    /// <param name="batch">Images of a forward, and rows of a block.</param>
    /// <param name="features">Of one batch. [N, C, H, W] -> [N, d]</param>
    /// <param name="identity">All that decides the features, in words; asked for where they are too many for memory.</param>
    /// <param name="progress">Receives how many of how many images are done.</param>
    /// <param name="task">What other ranks are told of it; null where they cannot be.</param>
    /// <exception cref="RunException">They are not finite, or the disk cannot take them.</exception>
    public FeatureRows Of(
        Func<int, int, Tensor> draw, int count, int batch, Func<Tensor, Tensor> features, Func<string> identity, Action<int, int>? progress = null,
        BatchTask? task = null)
    {
        using var scope = NewDisposeScope();
        var batches = new FeatureBatches(draw, count, batch, features, _replicas, progress, task);
        var first = batches.First();
        var size = (int)first.shape[1];
        if (Fits(count, size))
        {
            return FeatureRows.Owning(batches.All(first));
        }

        var file = Open(identity(), count, size, batch);
        try
        {
            if (file.Done == 0)
            {
                file.Write(first);
            }

            batches.From(file.Done, file.Write);
            return file.ToRows(_device);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Numbers of some features. Where these stand on disk, the numbers are written beside them and the features go: the evaluation after one that was
    /// killed finds them, and no more than one subject's features are there at a time.
    /// </summary>
    /// <param name="identity">All that decides the numbers, in words; asked for where features are or were on disk.</param>
    /// <param name="measure">Disposes the features that it asks this store for.</param>
    public List<Measurement> Measured(Func<string> identity, Func<List<Measurement>> measure)
    {
        if (Directory.Exists(_folder) && Known(PathOf(identity(), ".json")) is { } known)
        {
            return known;
        }

        HashSet<string> before = [.. _files];
        var measured = measure();
        var used = _files.Except(before).ToArray();
        if (used.Length > 0 && _folder is not null)
        {
            var path = PathOf(identity(), ".json");
            DurableFile.Write(path, JsonFormat.File(measured));
            _files.Add(path);
        }

        foreach (var file in used)
        {
            File.Delete(file);
            _files.Remove(file);
        }

        return measured;
    }

    /// <summary>The numbers are written: what is on disk is of no more use.</summary>
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
        var whole = string.Create(CultureInfo.InvariantCulture, $"{identity}; {count} rows of {size} in batches of {batch}");
        var path = PathOf(whole, ".features");
        var file = FeatureFile.Open(path, Decided(whole), count, size, batch);
        _files.Add(path);
        return file;
    }

    /// <returns>Null where there are none, or the file is damaged.</returns>
    private List<Measurement>? Known(string path)
    {
        try
        {
            var known = File.Exists(path) ? JsonFormat.Read<List<Measurement>>(File.ReadAllText(path)) : null;
            if (known is not null)
            {
                _files.Add(path);
            }

            return known;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(string identity, string ending) =>
        Path.Combine(
            _folder ?? (_temporary ??= Directory.CreateTempSubdirectory("bigbigan-features-").FullName),
            TextHash.Of(Decided(identity))[..16] + ending);

    /// <summary>The last digits of features depend on the number of threads and on the device.</summary>
    private string Decided(string identity) =>
        string.Create(CultureInfo.InvariantCulture, $"{identity}; {get_num_threads()} threads on {_device.type}; {Builds}");
}
