using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Sources of pictures: small ones are decoded at the start, and large ones whenever an image is asked for.</summary>
internal static class LargeSource
{
    /// <summary>
    /// Bytes of pixels from which on a source is large. That follows from the pictures' number and size alone, whatever memory a machine has, as the
    /// identity of the images is another then.
    /// </summary>
    private const long MostInMemory = 1L << 28;

    /// <summary>Goes up with every change of what the same files become at the same size.</summary>
    private const int Version = 1;

    /// <param name="images">Of both splits.</param>
    public static bool IsLarge(long images, DataRequest asked) => images * asked.Colours * asked.Size * asked.Size > MostInMemory;

    /// <summary>Decodes a small source, and leaves out what is broken as it is asked for.</summary>
    /// <param name="source">With images that are decoded whenever they are read.</param>
    /// <exception cref="DataSourceException">Too many pictures are broken, or all of a class.</exception>
    public static DataSource Opened(DataSource source, DataRequest asked)
    {
        var total = source.Train.Count + source.Test.Count;
        var isLarge = IsLarge(total, asked);
        if (isLarge && asked.Options.Broken != BrokenPictures.Skip)
        {
            return source;
        }

        var sieve = new PictureSieve(asked, total);
        var opened = isLarge
            ? new DataSource(sieve.Readable(source.Train), sieve.Readable(source.Test))
            : new DataSource(sieve.InMemory(source.Train), sieve.InMemory(source.Test));
        sieve.Report();
        return opened with { Skipped = sieve.Skipped };
    }

    /// <summary>Some of the pictures that an index knows, as a split.</summary>
    /// <param name="chosen">Which of them, in their order.</param>
    /// <param name="identity">A hash of the pictures' names, lengths and labels.</param>
    /// <param name="files">The path of each; null where they are not files of their own.</param>
    public static ImageSet Indexed(
        PictureIndex index, int[] chosen, string split, string identity, DataRequest asked, IReadOnlyList<string>? files = null)
    {
        var pixels = new IndexedPixels(index, chosen, asked.Shape);
        var labels = Array.ConvertAll(chosen, i => index.Records[i].Label);
        return new ImageSet(
            asked.FolderName, split, asked.Size, asked.Colours, pixels, labels, index.ClassNames, () => Identity(identity, split, asked))
        {
            Files = files,
        };
    }

    /// <summary>The identity of a split, from that of the files in which its pictures lie.</summary>
    /// <param name="files">A hash of names, lengths and labels.</param>
    public static string Identity(string files, string split, DataRequest asked) =>
        TextHash.Of($"files {Version} {files} {split} {asked.Colours} {asked.Size}{(asked.Options.Antialias ? "" : " aliased")}");
}
