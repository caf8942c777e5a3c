using SkiaSharp;

namespace BigBiGan.Training.Data.Images;

/// <summary>EXIF orientation: how a camera's stored rows lie in the upright picture.</summary>
internal static class Orientation
{
    /// <param name="stored">[size, size], as decoded.</param>
    /// <param name="upright">[size, size]</param>
    public static void Apply(SKEncodedOrigin origin, ReadOnlySpan<byte> stored, Span<byte> upright, int size)
    {
        var last = size - 1;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                // The stored row and column of the upright pixel (y, x).
                var (row, column) = origin switch
                {
                    SKEncodedOrigin.TopRight => (y, last - x),
                    SKEncodedOrigin.BottomRight => (last - y, last - x),
                    SKEncodedOrigin.BottomLeft => (last - y, x),
                    SKEncodedOrigin.LeftTop => (x, y),
                    SKEncodedOrigin.RightTop => (last - x, y),
                    SKEncodedOrigin.RightBottom => (last - x, last - y),
                    SKEncodedOrigin.LeftBottom => (x, last - y),
                    SKEncodedOrigin.TopLeft => (y, x),
                };
                upright[(y * size) + x] = stored[(row * size) + column];
            }
        }
    }
}
