using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A file of grey images and its file of labels, in MNIST's naming.</summary>
internal sealed record IdxSet(IdxFile Images, IdxFile Labels)
{
    /// <summary>The first words of the two splits' file names.</summary>
    public static readonly string[] Splits = ["train", "t10k"];

    public static string ImagesName(string split) => $"{split}-images-idx3-ubyte";

    public static string LabelsName(string split) => $"{split}-labels-idx1-ubyte";

    /// <summary>The four names as they are published, without a possible <c>.gz</c>.</summary>
    public static IEnumerable<string> FileNames => Splits.SelectMany(s => new[] { ImagesName(s), LabelsName(s) });

    /// <summary>Whether a folder has the four files, plain or gzipped.</summary>
    public static bool IsIn(string folder) => FileNames.All(name => Find(folder, name) is not null);

    public static DataSource Load(DataRequest asked) => Load(split => Read(asked.Source, split), asked.FolderName, asked.Shape, classNames: null);

    /// <param name="read">Gives the files of a split.</param>
    /// <param name="classNames">Null: the labels' own numbers.</param>
    public static DataSource Load(Func<string, IdxSet> read, string name, PictureShape shape, IReadOnlyList<string>? classNames)
    {
        var (train, test) = (read(Splits[0]), read(Splits[1]));
        classNames ??= [.. Enumerable.Range(0, train.Labels.Values.Concat(test.Labels.Values).Max() + 1).Select(label => $"{label}")];
        return new DataSource(train.ToImageSet(name, "train", shape, classNames), test.ToImageSet(name, "test", shape, classNames));
    }

    public static IdxSet Read(string folder, string split) => new(
        IdxFile.Read(Find(folder, ImagesName(split))!, rank: 3),
        IdxFile.Read(Find(folder, LabelsName(split))!, rank: 1));

    /// <summary>28 px images go to 32 px by a black frame; every other change of size is a resampling.</summary>
    private ImageSet ToImageSet(string name, string split, PictureShape shape, IReadOnlyList<string> classNames)
    {
        var (size, colours) = (shape.Size, shape.Colours);
        var (count, height, width) = (Images.Dimensions[0], Images.Dimensions[1], Images.Dimensions[2]);
        if (Labels.Dimensions[0] != count)
        {
            throw new DataSourceException($"{Labels.Name}: {Labels.Dimensions[0]} labels for the {count} images of {Images.Name}.");
        }

        var stranger = Array.FindIndex(Labels.Values, label => label >= classNames.Count);
        if (stranger >= 0)
        {
            throw new DataSourceException($"{Labels.Name}: label {stranger} is {Labels.Values[stranger]}; expected 0 to {classNames.Count - 1}.");
        }

        var pixels = PixelBuffer.Allocate(name, count, colours, size);
        var length = colours * size * size;
        Parallel.For(0, count, i =>
        {
            var result = pixels.AsSpan(i * length, length);
            var grey = result[..(size * size)];
            var source = Images.Values.AsSpan(i * height * width, height * width);
            if (height == 28 && width == 28 && size == 32)
            {
                Pad(source, grey);
            }
            else
            {
                Resampler.Resize(source, width, CropBox.CentralSquare(width, height), grey, size, shape.Antialias);
            }

            for (var colour = 1; colour < colours; colour++)
            {
                grey.CopyTo(result[(colour * size * size)..]);
            }
        });
        return new ImageSet(name, split, size, colours, pixels, [.. Labels.Values.Select(label => (int)label)], classNames);
    }

    private static void Pad(ReadOnlySpan<byte> source, Span<byte> result)
    {
        result.Clear();
        for (var y = 0; y < 28; y++)
        {
            source.Slice(28 * y, 28).CopyTo(result[((32 * (y + 2)) + 2)..]);
        }
    }

    /// <summary>Some unpack <c>train-images-idx3-ubyte</c> as <c>train-images.idx3-ubyte</c>.</summary>
    private static string? Find(string folder, string name) =>
        new[] { name, name.Replace("-idx", ".idx", StringComparison.Ordinal) }
            .SelectMany(plain => new[] { Path.Combine(folder, plain), Path.Combine(folder, plain + ".gz") })
            .FirstOrDefault(File.Exists);
}
