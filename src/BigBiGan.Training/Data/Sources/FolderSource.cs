using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A user's own pictures, in a folder of the layouts that <see cref="FolderLayout"/> knows.</summary>
internal static class FolderSource
{
    /// <exception cref="DataSourceException">The pictures cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(DataRequest asked)
    {
        var (folder, labels) = (asked.Source, asked.Options.TestLabels);
        if (FolderIndex.TryOpen(folder, labels) is { } known)
        {
            if (LargeSource.IsLarge(known.Count, asked))
            {
                return Large(known, asked);
            }

            known.Dispose();
        }

        var layout = FolderLayout.Of(folder, labels);
        if (LargeSource.IsLarge(layout.Train.Count + layout.Test.Count, asked))
        {
            return Large(FolderIndex.Make(layout, folder, labels, asked.Progress), asked);
        }

        Tell(layout.Told, layout.LeftOut, asked);
        return LargeSource.Opened(new DataSource(Listed(layout.Train, "train", asked), Listed(layout.Test, "test", asked)), asked);
    }

    public static IPixels Pictures(DataRequest asked)
    {
        var layout = FolderLayout.Of(asked.Source, asked.Options.TestLabels);
        return new FilePixels([.. layout.Train.Files.Concat(layout.Test.Files).SelectMany(paths => paths)], asked.Shape);
    }

    private static void Tell(string told, IReadOnlyList<string> leftOut, DataRequest asked)
    {
        asked.Note?.Invoke(told);
        if (leftOut.Count > 0)
        {
            asked.Warn?.Invoke($"{asked.Source}: left out: {string.Join("; ", leftOut)}");
        }
    }

    private static ImageSet Listed(ClassFolders folders, string split, DataRequest asked)
    {
        var listing = new PictureListing(folders, asked.Source);
        var pixels = new FilePixels(listing.Paths, asked.Shape);
        return new ImageSet(asked.FolderName, split, asked.Size, asked.Colours, pixels, listing.Labels, folders.ClassNames) { Files = listing.Paths };
    }

    private static DataSource Large(PictureIndex index, DataRequest asked)
    {
        var folder = index.Folder!;
        Tell(folder.Told, folder.LeftOut, asked);
        var (train, test) = (Set("train", 0, folder.Train, index.Identity), Set("test", folder.Train, index.Count, folder.TestIdentity));
        return LargeSource.Opened(new DataSource(train, test), asked);

        ImageSet Set(string split, int from, int to, string identity) => LargeSource.Indexed(
            index, [.. Enumerable.Range(from, to - from)], split, identity, asked, new IndexedPaths(index, from, to - from));
    }
}
