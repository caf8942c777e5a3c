using System.Globalization;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Packs;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A pack, as <c>data pack</c> writes it.</summary>
public static class PackSource
{
    /// <summary>Of a pack's file.</summary>
    public const string Ending = PackFormat.Ending;

    internal static bool IsAt(string source) => source.EndsWith(PackFormat.Ending, StringComparison.OrdinalIgnoreCase) && File.Exists(source);

    /// <summary>Writes the images of a source into one file, from which they are read without decoding.</summary>
    /// <param name="data">The images at the size to pack; crops of them are cut from what is packed.</param>
    /// <param name="path">Of the pack; beside it stands what an interrupted pack has.</param>
    /// <param name="quality">Of JPEGs, 1 to 100; null for plain pixels.</param>
    /// <param name="progress">Receives (done, total) about once a second when it takes more than two seconds.</param>
    /// <param name="note">Receives a line about the room that it takes, and one where an interrupted pack is gone on with.</param>
    /// <returns>How many pictures were there already.</returns>
    /// <exception cref="DataSourceException">A picture cannot be read, or the disk has no room.</exception>
    public static int Write(DataSource data, string path, int? quality, Action<int, int>? progress, Action<string>? note) => new PackWriter(
        path, [data.Train, data.Test], data.Identity, new PictureShape(data.Train.Size, data.Train.Colours), quality).Write(progress, note);

    /// <exception cref="DataSourceException">It is no whole pack.</exception>
    internal static DataSource Load(DataRequest asked)
    {
        var pack = PackReader.Open(asked.Source);
        var head = pack.Head;
        asked.Note?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{asked.Source}: {head.Count} images in {head.ClassNames.Count} classes, {Kind(head)}; to test on: {head.Count - head.Train}"));
        if (head.Size < asked.Size)
        {
            asked.Warn?.Invoke($"{asked.Source}: packed at {head.Size} px, and enlarged to the {asked.Size} px that are asked for");
        }

        return LargeSource.Opened(new DataSource(Set("train", 0, head.Train), Set("test", head.Train, head.Count - head.Train)), asked) with
        {
            HasContentHash = true,
        };

        ImageSet Set(string split, int first, int count)
        {
            var labels = new int[count];
            var records = pack.Records.Slice(first, count);
            for (var i = 0; i < count; i++)
            {
                labels[i] = records[i].Label;
            }

            return new ImageSet(
                head.Name, split, asked.Size, asked.Colours, new PackPixels(pack, first, count, asked.Shape), labels, head.ClassNames,
                () => LargeSource.Identity(head.Content, split, asked));
        }
    }

    internal static IPixels Pictures(DataRequest asked)
    {
        var pack = PackReader.Open(asked.Source);
        return new PackPixels(pack, 0, pack.Head.Count, asked.Shape, checks: true);
    }

    private static string Kind(PackHead head)
    {
        var form = head.Quality is { } quality ? $"JPEG of quality {quality}" : "plain pixels";
        return string.Create(CultureInfo.InvariantCulture, $"packed at {head.Size} px and {Quantity.Count(head.Colours, "colour")} as {form}");
    }
}
