using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Data.ImageNet;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Shards;

/// <summary>Files with pictures in them, which stay as they are: an index says where each picture lies, so that any can be had at any time.</summary>
internal sealed class ShardSet
{
    /// <summary>Pictures of a file of plain pixels that its identity is taken of, at even distances: their names and lengths tell nothing.</summary>
    private const int Sampled = 1024;

    /// <summary>Pictures that are added to an index at once.</summary>
    private const int Block = 4096;

    /// <summary>Files that are kept open at once.</summary>
    private const int MostOpen = 64;

    /// <summary>Left free on a disk that pictures are written to, in bytes.</summary>
    private const long Spare = 1L << 28;

    private readonly string _source;
    private readonly ShardKind _kind;
    private readonly IReadOnlyList<IndexedFile> _files;
    private readonly IndexedFile? _labels;

    private ShardSet(string source, ShardKind kind, IReadOnlyList<IndexedFile> files, IndexedFile? labels) =>
        (_source, _kind, _files, _labels) = (source, kind, files, labels);

    /// <summary>How many files there are.</summary>
    public int Count => _files.Count;

    /// <summary>What the index depends on: the files with pictures, and after them the one with labels, where there is one.</summary>
    private IReadOnlyList<IndexedFile> Known => _labels is null ? _files : [.. _files, _labels];

    /// <summary>Whether a path is that of a file of a kind, a pattern of their names, or a folder with such files.</summary>
    public static bool IsAt(string source, ShardKind kind) => BracePattern.IsIn(source)
        ? kind.Has(source)
        : File.Exists(source) ? kind.Has(source) : Directory.Exists(source) && ShardFolder.Has(source, kind);

    /// <param name="source">What <see cref="IsAt"/> accepts.</param>
    /// <param name="kind">Of the files.</param>
    /// <param name="labels">The file with the classes of pictures to test on that have none in their files.</param>
    /// <exception cref="DataSourceException">A file that the source speaks of is not there.</exception>
    public static ShardSet Of(string source, ShardKind kind, string? labels = null)
    {
        var paths = Directory.Exists(source)
            ? ShardFolder.Files(source, kind)
            : BracePattern.Expand(source)
                ?? throw new DataSourceException(
                    $"{source}: expected a pattern such as train-{{000000..000146}}{kind.Endings[0]}, with a number that is not below the first.");
        return new ShardSet(source, kind, [.. paths.Select(IndexedFile.Of)], labels is null ? null : IndexedFile.Of(labels));
    }

    /// <summary>Opens the index of the files, or makes it.</summary>
    /// <param name="progress">Receives (pictures done, pictures), or files where nobody knows how many pictures there are.</param>
    /// <param name="note">Receives a line before pictures are written to a file aside.</param>
    /// <param name="folder">Of indexes; null for the user's cache, or for a while among temporary files where nothing can be written there.</param>
    /// <exception cref="DataSourceException">A file is damaged, or some of its pictures have no class.</exception>
    public PictureIndex Index(Action<int, int>? progress, Action<string>? note = null, string? folder = null)
    {
        var paths = IndexPlace.Paths(string.Join('\n', Known.Select(file => file.Path)), folder);
        if (paths.Select(path => PictureIndex.TryOpen(path, Known)).FirstOrDefault(index => index is not null) is { } known)
        {
            return known;
        }

        using var builder = IndexPlace.First(paths, path => new PictureIndexBuilder(path, Known));
        Build(builder, progress, note);
        return PictureIndex.TryOpen(builder.Path, Known)
            ?? throw new DataSourceException($"{_files[0].Path}: the {_kind.Plural} changed while they were indexed. Start again when they are whole.");
    }

    private void Build(PictureIndexBuilder builder, Action<int, int>? progress, Action<string>? note)
    {
        // to find out what a file holds may take a while: a few stay open until they are read
        var (shards, facts) = (new IShard?[_files.Count], new ShardFacts[_files.Count]);
        try
        {
            AllCores.Each(facts.Length, i =>
            {
                shards[i] = _kind.Open(_files[i].Path);
                facts[i] = shards[i]!.Facts;
                if (shards.Length > MostOpen)
                {
                    shards[i]!.Dispose();
                    shards[i] = null;
                }
            });
            CheckSpace(facts.Sum(fact => fact.Aside ?? 0), Path.GetDirectoryName(builder.Path)!, note);
            var pictures = facts.Sum(fact => (long?)fact.Count ?? int.MaxValue);
            var isCounted = pictures < int.MaxValue;
            var report = new SlowReport(progress, isCounted ? (int)pictures : _files.Count);
            var labels = _labels is null ? null : TestLabels.Read(_labels.Path);
            var unlabelled = new ConcurrentBag<(int File, FoundPicture[] Pictures)>();
            AllCores.Each(_files.Count, i =>
            {
                using var shard = shards[i] ?? _kind.Open(_files[i].Path);

                // an index into the classes that are trained on says nothing before all are known
                Action<FoundPicture[]> add = labels is not null && SplitNames.IsHeldOut(ShardNames.Split(_files[i].Path))
                    ? block => unlabelled.Add((i, block))
                    : block => builder.Add(i, block);
                Add(builder, i, shard, add, isCounted ? report.Done : () => { });
                if (!isCounted)
                {
                    report.Done();
                }
            });
            if (labels is not null)
            {
                var classNames = builder.ClassNames();
                foreach (var (file, block) in unlabelled)
                {
                    builder.Add(file, Array.ConvertAll(block, picture => picture with { Class = labels.ClassOf(picture.Name, classNames) }));
                }
            }

            builder.Finish();
        }
        finally
        {
            Array.ForEach(shards, shard => shard?.Dispose());
        }
    }

    private void Add(PictureIndexBuilder builder, int number, IShard shard, Action<FoundPicture[]> add, Action done)
    {
        var (path, facts) = (_files[number].Path, shard.Facts);
        var step = Math.Max(1, ((facts.Count ?? 0) + Sampled - 1) / Sampled);
        var sampled = new List<FoundPicture>();
        var aside = facts.Aside is null ? null : string.Create(CultureInfo.InvariantCulture, $"{builder.Path}.{number}.pictures");
        var length = ShardKind.Guarded(path, () => aside is null ? AddAll(Stream.Null) : Written(), aside);
        builder.Store(number, new PictureStore(
            aside, length, facts.Layout, facts.ClassNames, facts.Layout is null ? null : Digest(aside ?? path, sampled)));

        long Written()
        {
            DurableFile.Write(aside, stream =>
            {
                var buffered = new BufferedStream(stream, 1 << 20); // of the caller's stream, which stays open
                AddAll(buffered);
                buffered.Flush();
            });
            return new FileInfo(aside).Length;
        }

        long AddAll(Stream stream)
        {
            var count = 0;
            foreach (var block in shard.Pictures(stream).Chunk(Block))
            {
                add(block);
                foreach (var picture in block)
                {
                    if (facts.Layout is not null && count++ % step == 0)
                    {
                        sampled.Add(picture);
                    }

                    done();
                }
            }

            return 0;
        }
    }

    private static string Digest(string path, List<FoundPicture> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenRead(path);
        foreach (var picture in pictures)
        {
            var bytes = new byte[picture.Length];
            file.Position = picture.Position;
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="needed">In bytes.</param>
    private void CheckSpace(long needed, string folder, Action<string>? note)
    {
        if (needed == 0)
        {
            return;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free - Spare < needed)
        {
            throw new DataSourceException(
                $"{_source}: no picture in these {_kind.Plural} can be had by itself, so that all are written to {folder} once: {Quantity.Bytes(needed)}; "
                + $"free there are {Quantity.Bytes(free)}. Make room, or set XDG_CACHE_HOME to a folder with room.");
        }

        note?.Invoke($"{_source}: writing the pictures to {folder}, once ({Quantity.Bytes(needed)}): none of them can be had by itself where it lies");
    }
}
