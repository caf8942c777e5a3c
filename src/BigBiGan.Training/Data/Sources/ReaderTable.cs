using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>All that <c>--data</c> takes, a row each; of several rows that accept a source the first reads it.</summary>
public static class ReaderTable
{
    /// <summary>Any folder that no other row knows.</summary>
    private static readonly DataReader AnyFolder = new("a folder of class folders of PNG or JPEG", Directory.Exists, FolderSource.Load)
    {
        Pictures = FolderSource.Pictures,
    };

    private static readonly DataReader[] Rows =
    [
        DataReader.Named(FashionMnist.MiniName, "embedded", asked => FashionMnist.Mini(asked.Shape)) with { DefaultColours = 1 },
        DataReader.Named(FashionMnist.WholeName, "the whole Fashion-MNIST, where it is installed", asked => FashionMnist.Whole(asked.Shape)),
        new("a folder of MNIST's four IDX files", IdxSet.IsIn, IdxSet.Load),
        new("a folder of the binary files of CIFAR-10 or CIFAR-100", CifarBinary.IsIn, CifarBinary.Load),
        ShardSource.Of(TarShard.Kind, "tar archives of pictures (a file, a folder of them, or a pattern such as train-{0000..0146}.tar)"),
        ShardSource.Of(ParquetShard.Kind, "Parquet files with pictures as the Hugging Face hub writes them (a file, a folder of them, or a pattern)"),
        ShardSource.Of(Hdf5Shard.Kind, "an HDF5 file with imgs and labels"),
        ShardSource.Of(NpzShard.Kind, "NPZ files with images and labels (a file, a folder of them, or a pattern)"),
        new("a pack that `data pack` wrote", PackSource.IsAt, PackSource.Load) { Pictures = PackSource.Pictures },
        AnyFolder,
    ];

    /// <summary>What a person may give, as the end of a sentence: <c>fashion-mini (embedded), …, or a folder of …</c>.</summary>
    public static string Help { get; } = $"{string.Join(", ", Rows.SkipLast(1).Select(row => row.Help))}, or {Rows[^1].Help}";

    /// <summary>Whether a name is that of images that need no folder.</summary>
    public static bool IsName(string source) => Rows.Any(row => row.Name == source);

    /// <summary>The images that a run takes where nobody names any; null where none fit.</summary>
    /// <param name="colours">Of the variant's images: 1 or 3.</param>
    public static string? DefaultFor(int colours) => Rows.FirstOrDefault(row => row.DefaultColours == colours)?.Name;

    /// <summary>Whether a name or a path is that of images, by the names of files alone.</summary>
    public static bool Accepts(string source) => Find(source) is not null;

    /// <summary>Whether a path is that of a folder whose files are read as pictures.</summary>
    internal static bool IsFolderOfPictures(string source) => Find(source) == AnyFolder;

    /// <summary>What a source is to be read as, as the end of a sentence.</summary>
    /// <exception cref="DataSourceException">No reader accepts the source.</exception>
    public static string KindOf(string source) => Of(source).Help;

    /// <exception cref="DataSourceException">No reader accepts the source, or its images cannot be used.</exception>
    internal static DataSource Load(DataRequest asked) => Of(asked.Source).Load(asked);

    /// <summary>All pictures of a source, broken ones among them.</summary>
    /// <exception cref="DataSourceException">No reader accepts the source, or there is nothing in it.</exception>
    internal static IPixels Pictures(DataRequest asked)
    {
        var reader = Of(asked.Source);
        if (reader.Pictures is { } pictures)
        {
            return pictures(asked);
        }

        var data = reader.Load(asked);
        return new JoinedPixels(data.Train.Pixels, data.Test.Pixels);
    }

    private static DataReader Of(string source) => Find(source) ?? throw new DataSourceException(File.Exists(source)
        ? $"{source}: a file; expected a folder with a folder of images per class. Unpack it, and give the folder."
        : $"{source}: no such folder; expected "
            + $"{string.Join(", ", Rows.Select(row => row.Name).OfType<string>().Select(name => $"`{name}`"))} "
            + "or a folder with a folder of images per class.");

    private static DataReader? Find(string source) => Array.Find(Rows, row => row.Accepts(source));
}
