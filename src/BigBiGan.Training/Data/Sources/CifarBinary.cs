using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>
/// The binary version of CIFAR-10 or CIFAR-100 (Krizhevsky, 2009). A file is a row of records without a head: the bytes of the label, then 32 x 32 red
/// values, as many green and as many blue ones, row by row.
/// </summary>
/// <param name="Classes">Labels run from 0 to the number before it.</param>
/// <param name="LabelBytes">Of a record, of which the last is read: the fine label of CIFAR-100 stands behind the coarse one.</param>
/// <param name="Train">Names of the files of the training split, in their order.</param>
/// <param name="Test">Name of the file of the test split.</param>
/// <param name="Names">Name of a text with a class on each line, which may be missing.</param>
internal sealed record CifarBinary(int Classes, int LabelBytes, string[] Train, string Test, string Names)
{
    private const int Side = 32;
    private const int Plane = Side * Side;
    private const int Planes = 3;

    private static readonly CifarBinary[] Kinds =
    [
        new(10, 1, [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin", "batches.meta.txt"),
        new(100, 2, ["train.bin"], "test.bin", "fine_label_names.txt"),
    ];

    private int RecordBytes => LabelBytes + (Planes * Plane);

    /// <summary>Whether a folder has all files of one of the two.</summary>
    public static bool IsIn(string folder) => Find(folder) is not null;

    /// <exception cref="DataSourceException">A file is of another length than whole records have, or has a label that there is not.</exception>
    public static DataSource Load(DataRequest asked)
    {
        var kind = Find(asked.Source)!;
        var classNames = kind.ClassNames(asked.Source);
        return new DataSource(kind.Read(asked, "train", kind.Train, classNames), kind.Read(asked, "test", [kind.Test], classNames));
    }

    private static CifarBinary? Find(string folder) =>
        Array.Find(Kinds, kind => kind.Train.Append(kind.Test).All(name => File.Exists(Path.Combine(folder, name))));

    /// <summary>Those of the text where it names all classes, else the labels' own numbers.</summary>
    private string[] ClassNames(string folder)
    {
        var path = Path.Combine(folder, Names);
        string[] named = File.Exists(path) ? [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];
        return named.Length == Classes ? named : [.. Enumerable.Range(0, Classes).Select(label => $"{label}")];
    }

    private ImageSet Read(DataRequest asked, string split, string[] names, string[] classNames)
    {
        var files = names.Select(name => Records(Path.Combine(asked.Source, name))).ToList();
        var records = files
            .SelectMany(file => Enumerable.Range(0, file.Length / RecordBytes).Select(i => file.AsMemory(i * RecordBytes, RecordBytes)))
            .ToArray();
        var pixels = PixelBuffer.Allocate(asked.FolderName, records.Length, asked.Colours, asked.Size);
        var length = asked.Colours * asked.Size * asked.Size;
        Parallel.For(0, records.Length, i => Write(records[i].Span[LabelBytes..], pixels.AsSpan(i * length, length), asked.Shape));
        return new ImageSet(
            asked.FolderName, split, asked.Size, asked.Colours,
            pixels, Array.ConvertAll(records, record => (int)record.Span[LabelBytes - 1]), classNames);
    }

    private byte[] Records(string path)
    {
        // a device or a pipe has no length, and is not opened
        var length = new FileInfo(path).Length;
        if (length == 0 || length % RecordBytes != 0)
        {
            throw new DataSourceException(
                $"{path}: {length} bytes; "
                + $"expected records of {RecordBytes} bytes each, as the binary version of CIFAR-{Classes} has. Fetch the file again.");
        }

        var bytes = File.ReadAllBytes(path);
        for (var at = LabelBytes - 1; at < bytes.Length; at += RecordBytes)
        {
            if (bytes[at] >= Classes)
            {
                throw new DataSourceException($"{path}: label {at / RecordBytes} is {bytes[at]}; expected 0 to {Classes - 1}. Fetch the file again.");
            }
        }

        return bytes;
    }

    /// <param name="source">[3, 32, 32]</param>
    /// <param name="result">[C, size, size]</param>
    private static void Write(ReadOnlySpan<byte> source, Span<byte> result, PictureShape shape)
    {
        var (size, colours) = (shape.Size, shape.Colours);
        Span<byte> grey = stackalloc byte[Plane];
        for (var i = 0; colours == 1 && i < Plane; i++)
        {
            grey[i] = Luma.Of(source[i], source[Plane + i], source[(2 * Plane) + i]);
        }

        for (var colour = 0; colour < colours; colour++)
        {
            var plane = colours == 1 ? grey : source.Slice(colour * Plane, Plane);
            Resampler.Resize(plane, Side, result.Slice(colour * size * size, size * size), size, shape.Antialias);
        }
    }
}
