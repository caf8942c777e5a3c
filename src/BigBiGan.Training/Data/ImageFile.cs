using SkiaSharp;

namespace BigBiGan.Training.Data;

/// <summary>A picture on disk: decoded, turned upright, cropped to its central square, resampled. PNG or JPEG by content.</summary>
internal static class ImageFile
{
    public static readonly string[] Endings = [".png", ".jpg", ".jpeg"];

    /// <summary>Transparent pixels are seen before black.</summary>
    /// <param name="result">[C, size, size]</param>
    /// <returns>Null, or why the file cannot be read.</returns>
    public static string? Read(string path, Span<byte> result, int size, int colours)
    {
        using var file = SKCodec.Create(path, out var opened);
        if (file is null)
        {
            return opened.ToString();
        }

        // A JPEG can be decoded at 1/2, 1/4 or 1/8; half of the work is left to the resampler.
        var shortest = Math.Min(file.Info.Width, file.Info.Height);
        var scaled = file.GetScaledDimensions(Math.Min(1, 2f * size / shortest));
        if (Math.Min(scaled.Width, scaled.Height) < size)
        {
            scaled = file.Info.Size;
        }

        var info = new SKImageInfo(scaled.Width, scaled.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
        {
            return $"no memory for {info.Width}x{info.Height} pixels";
        }

        var decoded = file.GetPixels(info, bitmap.GetPixels());
        if (decoded != SKCodecResult.Success)
        {
            return decoded.ToString();
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

    /// <param name="colour">0 to 2, or null for luma (ITU-R BT.601).</param>
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
                    : (byte)(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000);
            }
        }
    }
}
