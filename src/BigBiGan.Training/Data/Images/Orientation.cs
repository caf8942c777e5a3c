using SkiaSharp;

namespace BigBiGan.Training.Data.Images;

/// <summary>EXIF orientation: how a camera's stored rows lie in the upright picture.</summary>
internal static class Orientation
{
    /// <summary>Whether the upright picture is as wide as the stored one is high.</summary>
    public static bool IsTurned(SKEncodedOrigin origin) => origin
        is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Where a part of the upright picture lies in the stored one.</summary>
    /// <param name="box">In the upright picture.</param>
    /// <param name="width">Of the stored picture.</param>
    /// <param name="height">Of the stored picture.</param>
    public static CropBox Stored(SKEncodedOrigin origin, CropBox box, int width, int height)
    {
        var stored = IsTurned(origin) ? new CropBox(box.Top, box.Left, box.Height, box.Width) : box;
        var (fromRight, fromBottom) = (width - stored.Left - stored.Width, height - stored.Top - stored.Height);
        return origin switch
        {
            SKEncodedOrigin.TopLeft or SKEncodedOrigin.LeftTop => stored,
            SKEncodedOrigin.TopRight or SKEncodedOrigin.LeftBottom => stored with { Left = fromRight },
            SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop => stored with { Top = fromBottom },
            SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom => stored with { Left = fromRight, Top = fromBottom },
        };
    }

    /// <param name="stored">[width, height] where the picture is turned, else [height, width]; as decoded.</param>
    /// <param name="upright">[height, width]</param>
    public static void Apply(SKEncodedOrigin origin, ReadOnlySpan<byte> stored, Span<byte> upright, int width, int height)
    {
        var (right, bottom) = (width - 1, height - 1);
        var across = IsTurned(origin) ? height : width; // of a stored row
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // The stored row and column of the upright pixel (y, x).
                var (row, column) = origin switch
                {
                    SKEncodedOrigin.TopRight => (y, right - x),
                    SKEncodedOrigin.BottomRight => (bottom - y, right - x),
                    SKEncodedOrigin.BottomLeft => (bottom - y, x),
                    SKEncodedOrigin.LeftTop => (x, y),
                    SKEncodedOrigin.RightTop => (right - x, y),
                    SKEncodedOrigin.RightBottom => (right - x, bottom - y),
                    SKEncodedOrigin.LeftBottom => (x, bottom - y),
                    SKEncodedOrigin.TopLeft => (y, x),
                };
                upright[(y * width) + x] = stored[(row * across) + column];
            }
        }
    }
}
