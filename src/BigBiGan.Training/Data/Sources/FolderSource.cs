using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A user's own pictures, in a folder of the layouts that <see cref="FolderLayout"/> knows.</summary>
internal static class FolderSource
{
    /// <summary>
    /// Bytes of pixels beyond which pictures are decoded when they are asked for, and not at the start. It follows from the pictures' number and size
    /// alone, whatever memory a machine has, as the identity of the images is another then.
    /// </summary>
    private const long MostInMemory = 1L << 28;

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
        if ((long)total * asked.Colours * asked.Size * asked.Size > MostInMemory)
        {
            var listing = new PictureListing(asked.FolderName, folder, asked.Size, asked.Colours);
            return new DataSource(listing.Read(layout.Train, "train"), listing.Read(layout.Test, "test"));
        }

        var reader = new PictureReader(asked.FolderName, asked.Size, asked.Colours, total, asked.Progress);
        var source = new DataSource(reader.Read(layout.Train, "train"), reader.Read(layout.Test, "test"));
        reader.ReportBroken(folder, asked.Warn);
        return source;
    }
}
