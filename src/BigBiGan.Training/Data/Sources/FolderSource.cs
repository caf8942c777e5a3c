using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A user's own pictures, in a folder of the layouts that <see cref="FolderLayout"/> knows.</summary>
internal static class FolderSource
{
    /// <exception cref="DataSourceException">The pictures cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(DataRequest asked)
    {
        var folder = asked.Source;
        var layout = FolderLayout.Of(folder);
        asked.Note?.Invoke(layout.Told);
        if (layout.LeftOut.Count > 0)
        {
            asked.Warn?.Invoke($"{folder}: left out: {string.Join("; ", layout.LeftOut)}");
        }

        var total = layout.Train.Count + layout.Test.Count;
        if (LargeSource.IsLarge(total, asked))
        {
            return new DataSource(Listed(layout.Train, "train", asked), Listed(layout.Test, "test", asked));
        }

        var reader = new PictureReader(asked.FolderName, asked.Size, asked.Colours, total, asked.Progress);
        var source = new DataSource(reader.Read(layout.Train, "train"), reader.Read(layout.Test, "test"));
        reader.ReportBroken(folder, asked.Warn);
        return source;
    }

    public static IPixels Pictures(DataRequest asked)
    {
        var layout = FolderLayout.Of(asked.Source);
        return new FilePixels(
            [.. layout.Train.Labelled().Concat(layout.Test.Labelled()).Select(file => file.Path)], asked.Size, asked.Colours);
    }

    private static ImageSet Listed(ClassFolders folders, string split, DataRequest asked)
    {
        var listing = PictureListing.Of(folders, asked.Source);
        return new ImageSet(
            asked.FolderName, split, asked.Size, asked.Colours, new FilePixels(listing.Paths, asked.Size, asked.Colours), listing.Labels, folders.ClassNames,
            LargeSource.Identity(listing.Identity, split, asked))
        {
            Files = listing.Paths,
        };
    }
}
