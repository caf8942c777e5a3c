using System.Globalization;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Pictures in files of a kind that holds many: tar archives, Parquet tables, arrays of pixels.</summary>
internal static class ShardSource
{
    /// <summary>A row of <see cref="ReaderTable"/>.</summary>
    /// <param name="help">What a person gives to <c>--data</c>.</param>
    public static DataReader Of(ShardKind kind, string help) =>
        new(help, source => ShardSet.IsAt(source, kind), asked => Load(asked, kind)) { Pictures = asked => Pictures(asked, kind) };

    /// <exception cref="DataSourceException">The pictures cannot be used; the message says why and what to do.</exception>
    private static DataSource Load(DataRequest asked, ShardKind kind)
    {
        var shards = ShardSet.Of(asked.Source, kind, asked.Options.TestLabels);
        var index = Index(shards, asked, kind);
        var splits = ShardSplits.Of(index, shards.Count);
        asked.Note?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{asked.Source}: {shards.Count} {kind.Plural} with {index.Count} images in {index.ClassNames.Count} classes; "
            + $"to test on: {splits.Test.Length}"));
        if (splits.LeftOut.Count > 0)
        {
            asked.Warn?.Invoke($"{asked.Source}: left out: {string.Join("; ", splits.LeftOut)}");
        }

        return LargeSource.Opened(new DataSource(Set("train", splits.Train), Set("test", splits.Test)), asked);

        ImageSet Set(string split, int[] chosen) => LargeSource.Indexed(index, chosen, split, index.Identity, asked);
    }

    private static IndexedPixels Pictures(DataRequest asked, ShardKind kind)
    {
        var index = Index(ShardSet.Of(asked.Source, kind, asked.Options.TestLabels), asked, kind);
        return new IndexedPixels(index, [.. Enumerable.Range(0, index.Count)], asked.Shape);
    }

    private static PictureIndex Index(ShardSet shards, DataRequest asked, ShardKind kind) =>
        shards.Index(asked.Progress, asked.Note) is { Count: > 0 } index
            ? index
            : throw new DataSourceException($"{asked.Source}: no {kind.Wanted} in these {kind.Plural}. Give {kind.Plural} with pictures.");
}
