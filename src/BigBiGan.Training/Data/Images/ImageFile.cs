namespace BigBiGan.Training.Data.Images;

/// <summary>A picture that is a file of its own.</summary>
internal static class ImageFile
{
    /// <summary>Of the files that are read, in lower case.</summary>
    public static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif"];

    /// <summary>For messages.</summary>
    public const string EndingsText = ".png, .jpg, .jpeg, .webp, .bmp or .gif";

    /// <summary>Endings of pictures that are not read.</summary>
    private static readonly string[] ForeignEndings =
    [
        ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif", ".avif",
        ".jp2", ".jxl", ".ico", ".tga", ".psd", ".svg", ".exr", ".hdr", ".dcm", ".npy", ".npz",
    ];

    /// <summary>Whether a file of that ending would hold pictures, in a format that is not read.</summary>
    public static bool IsForeign(string ending) => ForeignEndings.Contains(ending);

    /// <summary>Reads a part of a picture; see <see cref="PictureDecoder"/>.</summary>
    /// <param name="result">[C, size, size]</param>
    /// <returns>Null, or in words why the file cannot be read.</returns>
    public static string? Read(string path, PictureFrame frame, Span<byte> result, PictureShape shape) =>
        Content(path, out var bytes) ?? PictureDecoder.Read(bytes, frame, result, shape);

    /// <summary>Reads all of a picture; see <see cref="PictureDecoder"/>.</summary>
    /// <returns>Null, or in words why the file cannot be read.</returns>
    public static string? ReadWhole(string path, PictureShape shape, out PlanarPicture? picture)
    {
        picture = null;
        return Content(path, out var bytes) ?? PictureDecoder.ReadWhole(bytes, shape, out picture);
    }

    /// <returns>Null, or why there are no bytes.</returns>
    private static string? Content(string path, out byte[] bytes)
    {
        bytes = [];
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return path.Contains('\uFFFD', StringComparison.Ordinal) ? "its name is not UTF-8; rename it" : "it is gone";
            }

            file = TargetFile.Of(path);
            if (!file.Exists)
            {
                return "it is a link to nothing";
            }

            // Devices and pipes have no length, and whoever opens a pipe waits for a writer.
            if (file.Length == 0)
            {
                return "it is empty, or no regular file";
            }

            bytes = File.ReadAllBytes(path);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message.TrimEnd('.');
        }
    }
}
