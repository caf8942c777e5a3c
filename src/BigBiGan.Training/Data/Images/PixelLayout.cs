using System.Buffers;
using System.Globalization;
using SkiaSharp;

namespace BigBiGan.Training.Data.Images;

/// <summary>How a picture lies in an array of bytes, one for each value.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="IsPlanar">Whether all of a colour stand together, [C, H, W]; else the colours of a pixel do, [H, W, C].</param>
internal sealed record PixelLayout(int Channels, int Height, int Width, bool IsPlanar)
{
    private const int Grey = 1;
    private const int Colour = 3;
    private const int DecodedChannels = 4;

    /// <summary>Bytes of a picture.</summary>
    public int Length => checked(Channels * Height * Width);

    /// <summary>Of pictures that stand in an array one after the other.</summary>
    /// <param name="shape">[N, H, W, C], [N, C, H, W], [N, H, W], or [N, 3 * side * side] with all of a colour together.</param>
    /// <exception cref="InvalidDataException">An array of that shape holds no pictures.</exception>
    public static PixelLayout Of(IReadOnlyList<long> shape)
    {
        if (shape.Skip(1).All(side => side is > 0 and <= 1 << 16))
        {
            switch (shape)
            {
                case [_, var height, var width, var channels] when IsColours(channels):
                    return new PixelLayout((int)channels, (int)height, (int)width, IsPlanar: false);
                case [_, var channels, var height, var width] when IsColours(channels):
                    return new PixelLayout((int)channels, (int)height, (int)width, IsPlanar: true);
                case [_, var height, var width]:
                    return new PixelLayout(Grey, (int)height, (int)width, IsPlanar: true);
                case [_, var values] when Math.Sqrt(values / (double)Colour) is var side && side == Math.Floor(side):
                    return new PixelLayout(Colour, (int)side, (int)side, IsPlanar: true);
            }
        }

        var found = string.Join(", ", shape.Select(side => side.ToString(CultureInfo.InvariantCulture)));
        throw new InvalidDataException(
            $"has the shape ({found}); expected (N, H, W, C) or (N, C, H, W) with 1 or 3 channels, (N, H, W), or (N, 3 x side x side)");
    }

    /// <summary>A part of a picture, resampled as <see cref="PictureDecoder"/> does it of a file that holds the same pixels.</summary>
    /// <param name="picture">As many bytes as <see cref="Length"/>.</param>
    /// <param name="result">[C, size, size]</param>
    public void Read(ReadOnlySpan<byte> picture, PictureFrame frame, Span<byte> result, PictureShape shape) =>
        Read(picture, frame.Of(Width, Height), result, shape.Size, shape.Size, shape);

    /// <summary>All of it, with its aspect.</summary>
    /// <param name="shape">Whose size the shorter side gets; a smaller picture stays as it is.</param>
    public PlanarPicture Whole(ReadOnlySpan<byte> picture, PictureShape shape)
    {
        var whole = PlanarPicture.Within(Width, Height, shape);
        Read(picture, new CropBox(0, 0, Width, Height), whole.Pixels, whole.Width, whole.Height, shape);
        return whole;
    }

    /// <param name="result">[C, high, wide]</param>
    private void Read(ReadOnlySpan<byte> picture, CropBox box, Span<byte> result, int wide, int high, PictureShape shape)
    {
        if (IsPlanar && Channels == shape.Colours && box.Width == wide && box.Height == high)
        {
            Copy(picture, box, result);
            return;
        }

        var pixels = ArrayPool<byte>.Shared.Rent(box.Width * box.Height * DecodedChannels);
        var (pixel, row, channel) = IsPlanar ? (1, Width, Channels == Grey ? 0 : Height * Width) : (Channels, Channels * Width, Channels == Grey ? 0 : 1);
        for (var y = 0; y < box.Height; y++)
        {
            var from = ((box.Top + y) * row) + (box.Left * pixel);
            var line = pixels.AsSpan(y * box.Width * DecodedChannels, box.Width * DecodedChannels);
            for (var x = 0; x < box.Width; x++, from += pixel)
            {
                var to = x * DecodedChannels;
                (line[to], line[to + 1], line[to + 2], line[to + 3]) =
                    (picture[from], picture[from + channel], picture[from + (2 * channel)], byte.MaxValue);
            }
        }

        PictureDecoder.Resample(
            pixels, box.Width, box.Width, box.Height,
            new ResamplingTaps(0, box.Width, box.Width, wide, shape.Antialias), new ResamplingTaps(0, box.Height, box.Height, high, shape.Antialias),
            SKEncodedOrigin.TopLeft, result, shape.Colours);
        ArrayPool<byte>.Shared.Return(pixels);
    }

    /// <summary>A part that keeps its size: a filter would change nothing.</summary>
    private void Copy(ReadOnlySpan<byte> picture, CropBox box, Span<byte> result)
    {
        if (box.Width == Width && box.Height == Height)
        {
            picture.CopyTo(result);
            return;
        }

        for (var row = 0; row < Channels * box.Height; row++)
        {
            var (channel, y) = Math.DivRem(row, box.Height);
            picture.Slice((((channel * Height) + box.Top + y) * Width) + box.Left, box.Width).CopyTo(result[(row * box.Width)..]);
        }
    }

    private static bool IsColours(long channels) => channels is Grey or Colour;
}
