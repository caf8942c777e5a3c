using System.Buffers;
using SkiaSharp;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// A picture from the bytes of its file: the part that a frame shows, upright, resampled. Its kind is told by its content. The values are those that are
/// stored, as PIL gives them: neither a gamma nor a colour profile is applied.
/// </summary>
internal static class PictureDecoder
{
    private const int Channels = 4;

    /// <summary>Eighths of its size at which a JPEG is decoded. Seven take longer than the whole.</summary>
    private static readonly int[] Eighths = [1, 2, 3, 4, 5, 6];

    /// <summary>At the edge of a region that is decoded by itself the colours, which are stored at half the size, are others.</summary>
    private const int Margin = 2;

    /// <summary>Bytes at a file's end in which the marker of a JPEG's end is looked for.</summary>
    private const int EndBytes = 64;

    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    /// <summary>A square of it. Transparent pixels are seen before black.</summary>
    /// <param name="result">[C, size, size]</param>
    /// <returns>Null, or in words why the picture cannot be read.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, PictureFrame frame, Span<byte> result, PictureShape shape)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return Unknown(bytes);
        }

        var (width, height) = Upright(codec);
        return Read(codec, bytes, frame.Of(width, height), result, shape.Size, shape.Size, shape);
    }

    /// <summary>All of it, with its aspect.</summary>
    /// <param name="shape">Whose size the shorter side gets; a smaller picture stays as it is.</param>
    /// <param name="picture">What was read; null where it cannot be.</param>
    /// <returns>Null, or in words why the picture cannot be read.</returns>
    public static string? ReadWhole(ReadOnlySpan<byte> bytes, PictureShape shape, out PlanarPicture? picture)
    {
        picture = null;
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return Unknown(bytes);
        }

        var (width, height) = Upright(codec);
        var read = PlanarPicture.Within(width, height, shape);
        var problem = Read(codec, bytes, new CropBox(0, 0, width, height), read.Pixels, read.Width, read.Height, shape);
        picture = problem is null ? read : null;
        return problem;
    }

    private static (int Width, int Height) Upright(SKCodec codec) =>
        Orientation.IsTurned(codec.EncodedOrigin) ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);

    /// <param name="box">Of the upright picture.</param>
    /// <param name="result">[C, high, wide]</param>
    private static string? Read(
        SKCodec codec, ReadOnlySpan<byte> bytes, CropBox box, Span<byte> result, int wide, int high, PictureShape shape)
    {
        var (stored, origin) = (codec.Info.Size, codec.EncodedOrigin);
        box = Orientation.Stored(origin, box, stored.Width, stored.Height);
        if (Orientation.IsTurned(origin))
        {
            (wide, high) = (high, wide);
        }

        // the crop in the pixels of the scaled picture, and the whole pixels that it touches;
        // without antialiasing the pixels between do not count: a smaller scale would mix them in
        var scaled = shape.Antialias ? Scaled(codec, box, wide, high) : stored;
        var (across, down) = ((double)scaled.Width / stored.Width, (double)scaled.Height / stored.Height);
        var (left, top) = ((int)(box.Left * across), (int)(box.Top * down));
        var right = Math.Min(scaled.Width, (int)Math.Ceiling((box.Left + box.Width) * across));
        var bottom = Math.Min(scaled.Height, (int)Math.Ceiling((box.Top + box.Height) * down));
        var region = new SKRectI(left, top, right, bottom);

        byte[]? buffer = null;
        try
        {
            if (Decode(codec, bytes, scaled, region, out buffer, out var stride, out var first) is { } damage)
            {
                return damage;
            }

            var tapsAcross = new ResamplingTaps((box.Left * across) - left, box.Width * across, region.Width, wide, shape.Antialias);
            var tapsDown = new ResamplingTaps((box.Top * down) - top, box.Height * down, region.Height, high, shape.Antialias);
            Resample(buffer.AsSpan(first), stride, region.Width, region.Height, tapsAcross, tapsDown, origin, result, shape.Colours);
            return null;
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>The smallest size at which the crop still has the pixels that are asked for; a JPEG alone can be decoded at less than its own.</summary>
    private static SKSizeI Scaled(SKCodec codec, CropBox box, int wide, int high)
    {
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
        {
            foreach (var eighths in Eighths)
            {
                if (box.Width * eighths >= 8 * wide && box.Height * eighths >= 8 * high)
                {
                    return codec.GetScaledDimensions(eighths / 8f);
                }
            }
        }

        return codec.Info.Size;
    }

    /// <summary>Decodes at least a region.</summary>
    /// <param name="stride">From one row to the next, in pixels.</param>
    /// <param name="first">Where the region begins in the buffer.</param>
    /// <returns>Null, or in words why not.</returns>
    private static unsafe string? Decode(
        SKCodec codec, ReadOnlySpan<byte> bytes, SKSizeI size, SKRectI region, out byte[]? buffer, out int stride, out int first)
    {
        // without a colour space of ours Skia converts nothing
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var part = new SKRectI(0, 0, size.Width, size.Height);
        var isJpeg = codec.EncodedFormat == SKEncodedImageFormat.Jpeg;
        var written = isJpeg ? bytes.TrimEnd((byte)0) : bytes;

        // libjpeg skips rows of whole files only: at the end of a part of one it crashes
        var isPartial = isJpeg && written[^Math.Min(written.Length, EndBytes)..].LastIndexOf(JpegEnd) >= 0;
        if (isPartial)
        {
            part.Intersect(SKRectI.Inflate(region, Margin, Margin));
            isPartial = codec.StartScanlineDecode(info, new SKCodecOptions(new SKRectI(part.Left, 0, part.Right, size.Height))) == SKCodecResult.Success;
        }
        else if (bytes.Length - written.Length >= EndBytes)
        {
            (buffer, stride, first) = (null, 0, 0);
            return $"its last {bytes.Length - written.Length} bytes are zeros";
        }

        if (!isPartial)
        {
            part = new SKRectI(0, 0, size.Width, size.Height);
        }

        (stride, first) = (part.Width, (((region.Top - part.Top) * part.Width) + region.Left - part.Left) * Channels);
        buffer = null;
        if ((long)part.Width * part.Height * Channels > Array.MaxLength)
        {
            return $"there is no memory for its {part.Width}x{part.Height} pixels";
        }

        buffer = ArrayPool<byte>.Shared.Rent(part.Width * part.Height * Channels);
        fixed (byte* start = buffer)
        {
            if (!isPartial)
            {
                return Words(codec.GetPixels(info, (IntPtr)start));
            }

            return (part.Top == 0 || codec.SkipScanlines(part.Top)) && codec.GetScanlines((IntPtr)start, part.Height, part.Width * Channels) == part.Height
                ? null
                : Words(SKCodecResult.IncompleteInput);
        }
    }

    /// <summary>Decoded pixels, of four bytes each -> [C, size, size]</summary>
    /// <param name="stride">From one row to the next, in pixels.</param>
    internal static void Resample(
        ReadOnlySpan<byte> pixels, int stride, int width, int height, ResamplingTaps across, ResamplingTaps down, SKEncodedOrigin origin,
        Span<byte> result, int colours)
    {
        var plane = across.Size * down.Size;
        var (wide, high) = Orientation.IsTurned(origin) ? (down.Size, across.Size) : (across.Size, down.Size);
        var resized = origin == SKEncodedOrigin.TopLeft ? result : new byte[result.Length];
        if (colours == 1)
        {
            var grey = ArrayPool<byte>.Shared.Rent(width * height);
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * stride * Channels, width * Channels);
                for (var x = 0; x < width; x++)
                {
                    grey[(y * width) + x] = Luma.Of(row[Channels * x], row[(Channels * x) + 1], row[(Channels * x) + 2]);
                }
            }

            Resampler.Resize(grey, width, across, down, height, resized);
            ArrayPool<byte>.Shared.Return(grey);
        }
        else
        {
            Resampler.ResizePixels(pixels, stride, width, across, down, height, resized);
        }

        for (var colour = 0; origin != SKEncodedOrigin.TopLeft && colour < colours; colour++)
        {
            Orientation.Apply(origin, resized.Slice(colour * plane, plane), result.Slice(colour * plane, plane), wide, high);
        }
    }

    private static string Unknown(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => "it has no bytes",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, ..] => "its header is damaged",
        _ => ForeignFile.Words(bytes) ?? $"it is neither PNG nor JPEG; it begins with {Convert.ToHexStringLower(bytes[..Math.Min(4, bytes.Length)])}",
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
}
