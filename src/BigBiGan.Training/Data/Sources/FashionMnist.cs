using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): the embedded cut and the whole set.</summary>
internal static class FashionMnist
{
    public const string MiniName = "fashion-mini";

    public const string WholeName = "fashion";

    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    public static readonly IReadOnlyList<string> ClassNames =
        ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>200 training and 50 test images per class, carried by this assembly.</summary>
    public static DataSource Mini(PictureShape shape) => IdxSet.Load(
        split => new IdxSet(Embedded(IdxSet.ImagesName(split), rank: 3), Embedded(IdxSet.LabelsName(split), rank: 1)), MiniName, shape, ClassNames);

    /// <summary>60,000 training and 10,000 test images.</summary>
    /// <exception cref="DataSourceException">The files are nowhere to be found.</exception>
    public static DataSource Whole(PictureShape shape)
    {
        var root = Environment.GetEnvironmentVariable("BIGBIGAN_DATA");
        string[] folders = [.. string.IsNullOrEmpty(root) ? [] : new[] { Path.Combine(root, WholeName) }, Path.Combine("data", "fashion-mnist"), DebianFolder];
        return Whole(folders, shape);
    }

    internal static DataSource Whole(IReadOnlyList<string> folders, PictureShape shape)
    {
        var folder = folders.FirstOrDefault(IdxSet.IsIn) ?? throw new DataSourceException(
            $"fashion: no Fashion-MNIST in {string.Join(", ", folders)}; "
            + $"run `apt-get install dataset-fashion-mnist`, or put {string.Join(", ", IdxSet.FileNames)} "
            + "(plain or .gz) into a folder `fashion` and set BIGBIGAN_DATA to the folder above it.");
        return IdxSet.Load(split => IdxSet.Read(folder, split), WholeName, shape, ClassNames);
    }

    private static IdxFile Embedded(string name, int rank)
    {
        using var stream = typeof(FashionMnist).Assembly.GetManifestResourceStream($"FashionMini/{name}.gz")!;
        return IdxFile.Read(stream, $"FashionMini/{name}.gz", rank);
    }
}
