using System.Globalization;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Pictures in tar archives: WebDataset's shards, an archive of class folders, an archive of an archive for each class.</summary>
internal static class ShardSource
{
    /// <exception cref="DataSourceException">The pictures cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(DataRequest asked)
    {
        var shards = ShardSet.Of(asked.Source, asked.Options.TestLabels);
        var index = shards.Index(asked.Progress);
        if (index.Count == 0)
        {
            throw new DataSourceException($"{asked.Source}: no {ImageFile.EndingsText} files in these archives. Give archives with pictures.");
        }

        var (train, test) = shards.Splits(index);
        asked.Note?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{asked.Source}: {shards.Count} archives with {index.Count} images in {index.ClassNames.Count} classes; to test on: {test.Length}"));
        var name = asked.FolderName;
        return LargeSource.Opened(new DataSource(Set(name, "train", index, train, asked), Set(name, "test", index, test, asked)), asked);
    }

    public static IPixels Pictures(DataRequest asked)
    {
        var index = ShardSet.Of(asked.Source, asked.Options.TestLabels).Index(asked.Progress);
        return new IndexedPixels(index, [.. Enumerable.Range(0, index.Count)], asked.Size, asked.Colours);
    }

    private static ImageSet Set(string name, string split, PictureIndex index, int[] chosen, DataRequest asked)
    {
        var labels = Array.ConvertAll(chosen, i => index.Records[i].Label);
        return new ImageSet(
            name, split, asked.Size, asked.Colours, new IndexedPixels(index, chosen, asked.Size, asked.Colours), labels, index.ClassNames,
            () => LargeSource.Identity(index.Identity, split, asked));
    }
}
