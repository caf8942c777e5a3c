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
        var layout = FolderLayout.Of(folder, asked.Options.TestLabels);
        asked.Note?.Invoke(layout.Told);
        if (layout.LeftOut.Count > 0)
        {
            asked.Warn?.Invoke($"{folder}: left out: {string.Join("; ", layout.LeftOut)}");
        }

        return LargeSource.Opened(new DataSource(Listed(layout.Train, "train", asked), Listed(layout.Test, "test", asked)), asked);
    }

    public static IPixels Pictures(DataRequest asked)
    {
        var layout = FolderLayout.Of(asked.Source, asked.Options.TestLabels);
        return new FilePixels(
            [.. layout.Train.Files.Concat(layout.Test.Files).SelectMany(paths => paths)], asked.Size, asked.Colours);
    }

    private static ImageSet Listed(ClassFolders folders, string split, DataRequest asked)
    {
        var listing = new PictureListing(folders, asked.Source);
        return new ImageSet(
            asked.FolderName, split, asked.Size, asked.Colours, new FilePixels(listing.Paths, asked.Size, asked.Colours), listing.Labels, folders.ClassNames,
            () => LargeSource.Identity(listing.Identity(), split, asked))
        {
            Files = listing.Paths,
        };
    }
}
