using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>All that <c>--data</c> takes, a row each; of several rows that accept a source the first reads it.</summary>
public static class ReaderTable
{
    /// <summary>Any folder that no other row knows.</summary>
    private static readonly DataReader Pictures = new("a folder of class folders of PNG or JPEG", Directory.Exists, FolderSource.Load);

    private static readonly DataReader[] Rows =
    [
        DataReader.Named(FashionMnist.MiniName, "embedded", asked => FashionMnist.Mini(asked.Size, asked.Colours)) with { DefaultColours = 1 },
        DataReader.Named(FashionMnist.WholeName, "the whole Fashion-MNIST, where it is installed", asked => FashionMnist.Whole(asked.Size, asked.Colours)),
        new("a folder of MNIST's four IDX files", IdxSet.IsIn, IdxSet.Load),
        new("a folder of the binary files of CIFAR-10 or CIFAR-100", CifarBinary.IsIn, CifarBinary.Load),
        new("tar archives of pictures (a file, a folder of them, or a pattern such as train-{0000..0146}.tar)", ShardSet.IsAt, ShardSource.Load),
        Pictures,
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
    internal static bool IsFolderOfPictures(string source) => Find(source) == Pictures;

    /// <exception cref="DataSourceException">No reader accepts the source, or its images cannot be used.</exception>
    internal static DataSource Load(DataRequest asked)
    {
        if (Find(asked.Source) is { } reader)
        {
            return reader.Load(asked);
        }

        throw new DataSourceException(File.Exists(asked.Source)
            ? $"{asked.Source}: a file; expected a folder with a folder of images per class. Unpack it, and give the folder."
            : $"{asked.Source}: no such folder; expected "
                + $"{string.Join(", ", Rows.Select(row => row.Name).OfType<string>().Select(name => $"`{name}`"))} "
                + "or a folder with a folder of images per class.");
    }

    private static DataReader? Find(string source) => Array.Find(Rows, row => row.Accepts(source));
}
