using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Pictures without classes, which are looked at and not trained on: one file, or a folder with pictures and no folders in it.</summary>
public static class LooseImages
{
    /// <summary>The name of their only split.</summary>
    public const string Split = "images";

    /// <summary>Whether a path names such pictures, and not a source of training images.</summary>
    public static bool AreAt(string path) =>
        (File.Exists(path) && !ReaderTable.Accepts(path))
            || (ReaderTable.IsFolderOfPictures(path) && !Directory.EnumerateDirectories(path).Any(IsShown) && Pictures(path).Length > 0);

    /// <summary>Reads them at the size and colours that a variant asks for, by the order of their names.</summary>
    /// <returns>A set without class names, all of whose labels are 0.</returns>
    /// <inheritdoc cref="DataSource.Load"/>
    public static ImageSet Load(
        string path, int size, int colours, Action<string>? warn = null, Action<int, int>? progress = null, SourceOptions? options = null)
    {
        string[] files = File.Exists(path) ? [path] : Pictures(path);
        var asked = new DataRequest(path, size, colours, warn, progress) { Options = options ?? SourceOptions.Default };
        var pictures = new FilePixels(files, asked.Shape);
        var set = new ImageSet(asked.FolderName, Split, size, colours, pictures, new int[files.Length], []) { Files = files };
        var sieve = new PictureSieve(asked, files.Length);
        var images = sieve.InMemory(set);
        sieve.Report();
        return images;
    }

    private static string[] Pictures(string folder) =>
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => IsShown(path) && ImageFile.Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsShown(string path) => !Path.GetFileName(path).StartsWith('.');
}
