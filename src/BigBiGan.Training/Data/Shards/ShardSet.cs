using System.Collections.Concurrent;
using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Data.ImageNet;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Shards;

/// <summary>Pictures in tar archives, which stay as they are: an index says where each lies, so that any can be had at any time.</summary>
internal sealed class ShardSet
{
    private const string Ending = ".tar";

    private readonly IReadOnlyList<IndexedFile> _shards;
    private readonly IndexedFile? _labels;

    private ShardSet(IReadOnlyList<IndexedFile> shards, IndexedFile? labels) => (_shards, _labels) = (shards, labels);

    /// <summary>How many archives there are.</summary>
    public int Count => _shards.Count;

    /// <summary>What the index depends on.</summary>
    private IReadOnlyList<IndexedFile> Files => _labels is null ? _shards : [.. _shards, _labels];

    /// <summary>Whether a path is that of an archive, a pattern of their names, or a folder with archives and nothing else in it.</summary>
    public static bool IsAt(string source) => BracePattern.IsIn(source)
        ? source.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
        : File.Exists(source) ? IsShard(source) : Directory.Exists(source) && Shards(source).Any() && !Directory.EnumerateDirectories(source).Any();

    /// <param name="source">What <see cref="IsAt"/> accepts.</param>
    /// <param name="labels">The file with the classes of pictures that have none in their shards.</param>
    /// <exception cref="DataSourceException">A shard that the source speaks of is not there.</exception>
    public static ShardSet Of(string source, string? labels = null)
    {
        var paths = Directory.Exists(source)
            ? [.. Shards(source).Order(StringComparer.Ordinal)]
            : BracePattern.Expand(source)
                ?? throw new DataSourceException(
                    $"{source}: expected a pattern such as train-{{000000..000146}}.tar, with a number that is not below the first.");
        return new ShardSet([.. paths.Select(IndexedFile.Of)], labels is null ? null : IndexedFile.Of(labels));
    }

    /// <summary>Opens the index of the shards, or makes it.</summary>
    /// <param name="progress">Receives (shards done, shards).</param>
    /// <param name="folder">Of indexes; null for the user's cache, or for a while among temporary files where nothing can be written there.</param>
    /// <exception cref="DataSourceException">A shard is damaged, or some of its pictures have no class.</exception>
    public PictureIndex Index(Action<int, int>? progress, string? folder = null)
    {
        var paths = IndexPlace.Paths(string.Join('\n', Files.Select(file => file.Path)), folder);
        if (paths.Select(path => PictureIndex.TryOpen(path, Files)).FirstOrDefault(index => index is not null) is { } known)
        {
            return known;
        }

        var report = new SlowReport(progress, _shards.Count);
        var labels = _labels is null ? null : TestLabels.Read(_labels.Path);
        var unlabelled = new ConcurrentBag<(int Shard, List<FoundPicture> Pictures)>();
        using var builder = IndexPlace.First(paths, path => new PictureIndexBuilder(path, Files));
        AllCores.Each(_shards.Count, i =>
        {
            var pictures = TarShard.Read(_shards[i].Path);
            if (labels is not null && SplitNames.IsHeldOut(Word(_shards[i].Path)))
            {
                // an index into the classes that are trained on says nothing before all are known
                unlabelled.Add((i, pictures));
            }
            else
            {
                builder.Add(i, pictures);
            }

            report.Done();
        });
        var classNames = builder.ClassNames();
        foreach (var (shard, pictures) in unlabelled.OrderBy(held => held.Shard))
        {
            builder.Add(shard, pictures.ConvertAll(picture => picture with { Class = labels!.ClassOf(picture.Name, classNames) }));
        }

        builder.Finish();
        return PictureIndex.TryOpen(builder.Path, Files)
            ?? throw new DataSourceException($"{_shards[0].Path}: the shards changed while they were indexed. Start again when they are whole.");
    }

    /// <summary>Which pictures are trained on and which are tested on: by the shards' names, else every tenth of a class is kept for the test.</summary>
    public (int[] Train, int[] Test) Splits(PictureIndex index)
    {
        var words = _shards.Select(shard => Word(shard.Path)).ToArray();
        if (words.Any(SplitNames.IsTrain) && words.Any(SplitNames.IsHeldOut))
        {
            return (Of(record => SplitNames.IsTrain(words[record.File])), Of(record => SplitNames.IsHeldOut(words[record.File])));
        }

        var counts = new int[index.ClassNames.Count];
        foreach (var record in index.Records)
        {
            counts[record.Label]++;
        }

        var seen = new int[counts.Length];
        var held = new bool[index.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var label = index.Records[i].Label;
            var place = seen[label]++;
            held[i] = HeldOut.Has(place, counts[label]);
        }

        return (Where(false), Where(true));

        int[] Where(bool isHeld) => [.. Enumerable.Range(0, held.Length).Where(i => held[i] == isHeld)];

        int[] Of(Func<IndexRecord, bool> isIn) => [.. Enumerable.Range(0, index.Count).Where(i => isIn(index.Records[i]))];
    }

    /// <summary><c>imagenet-train-000012.tar</c> is of <c>train</c>.</summary>
    private static string Word(string path) => Path.GetFileNameWithoutExtension(path).TrimEnd([.. "0123456789-_."]) is var stem
        ? stem[(stem.LastIndexOfAny(['-', '_', '.']) + 1)..]
        : "";

    private static IEnumerable<string> Shards(string folder) => Directory.EnumerateFiles(folder).Where(IsShard);

    private static bool IsShard(string path) =>
        path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith('.');
}
