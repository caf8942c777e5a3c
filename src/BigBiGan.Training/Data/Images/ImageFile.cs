using SkiaSharp;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// A picture on disk: decoded, turned upright, cropped to its central square, resampled. Its kind is told by its content. The values
/// are those that are stored, as PIL gives them: neither a gamma nor a colour profile is applied.
/// </summary>
internal static class ImageFile
{
    /// <summary>Of the files that are read, in lower case.</summary>
    public static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp"];

    /// <summary>For messages.</summary>
    public const string EndingsText = ".png, .jpg, .jpeg, .webp or .bmp";

    /// <summary>Endings of pictures that are not read.</summary>
    private static readonly string[] ForeignEndings =
    [
        ".gif", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif", ".avif",
        ".jp2", ".jxl", ".ico", ".tga", ".psd", ".svg", ".exr", ".hdr", ".dcm", ".npy", ".npz",
    ];

    private static ReadOnlySpan<byte> LfsPointer => "version https://git-lfs"u8;

    /// <summary>Whether a file of that ending would hold pictures, in a format that is not read.</summary>
    public static bool IsForeign(string ending) => ForeignEndings.Contains(ending);

    /// <summary>Transparent pixels are seen before black.</summary>
    /// <param name="result">[C, size, size]</param>
    /// <returns>Null, or in words why the file cannot be read.</returns>
    public static string? Read(string path, Span<byte> result, int size, int colours)
    {
        if (Content(path, out var bytes) is { } unreadable)
        {
            return unreadable;
        }

        using var data = SKData.CreateCopy(bytes);
        using var file = SKCodec.Create(data);
        if (file is null)
        {
            return Unknown(bytes);
        }

        // A JPEG can be decoded at 1/2, 1/4 or 1/8; half of the work is left to the resampler.
        var shortest = Math.Min(file.Info.Width, file.Info.Height);
        var scaled = file.GetScaledDimensions(Math.Min(1, 2f * size / shortest));
        if (Math.Min(scaled.Width, scaled.Height) < size)
        {
            scaled = file.Info.Size;
        }

        // Without a colour space of ours Skia converts nothing.
        var info = new SKImageInfo(scaled.Width, scaled.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
        {
            return $"there is no memory for its {info.Width}x{info.Height} pixels";
        }

        if (Words(file.GetPixels(info, bitmap.GetPixels())) is { } damage)
        {
            return damage;
        }

        var side = Math.Min(info.Width, info.Height);
        var plane = new byte[side * side];
        var upright = new byte[size * size];
        for (var colour = 0; colour < colours; colour++)
        {
            CopyPlane(bitmap, colours == 1 ? null : colour, plane, side);
            Resampler.Resize(plane, side, upright, size);
            Orientation.Apply(file.EncodedOrigin, upright, result.Slice(colour * size * size, size * size), size);
        }

        return null;
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

            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
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

    private static string Unknown(byte[] bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, ..] => "its header is damaged",
        _ when bytes.AsSpan().StartsWith(LfsPointer) => "it is a pointer of Git LFS; fetch the file with `git lfs pull`",
        _ when bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..] => "it is a web page or other markup",
        _ => $"it is neither PNG nor JPEG; it begins with {Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(4, bytes.Length)))}",
    };

    private static string? Words(SKCodecResult result) => result switch
    {
        SKCodecResult.Success => null,
        SKCodecResult.IncompleteInput => "it is cut off",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "its data are damaged",
        SKCodecResult.InvalidConversion or SKCodecResult.InvalidScale or SKCodecResult.InvalidParameters or SKCodecResult.Unimplemented =>
            "its kind of pixels cannot be decoded",
        SKCodecResult.CouldNotRewind or SKCodecResult.InternalError => "the decoder failed",
    };

    /// <param name="colour">0 to 2, or null for <see cref="Luma"/>.</param>
    private static void CopyPlane(SKBitmap bitmap, int? colour, Span<byte> plane, int side)
    {
        var (top, left) = ((bitmap.Height - side) / 2, (bitmap.Width - side) / 2);
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < side; y++)
        {
            var row = pixels[(((top + y) * bitmap.RowBytes) + (4 * left))..];
            for (var x = 0; x < side; x++)
            {
                var pixel = row.Slice(4 * x, 4);
                plane[(y * side) + x] = colour is { } c
                    ? pixel[c]
                    : Luma.Of(pixel[0], pixel[1], pixel[2]);
            }
        }
    }
}
