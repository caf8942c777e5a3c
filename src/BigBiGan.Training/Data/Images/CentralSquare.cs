namespace BigBiGan.Training.Data.Images;

/// <summary>The central crop of evaluation: the largest centred square.</summary>
internal static class CentralSquare
{
    /// <summary>[H, W] -> [S, S], S = min(H, W)</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> plane, int height, int width)
    {
        if (height == width)
        {
            return plane;
        }

        var side = Math.Min(height, width);
        var (top, left) = ((height - side) / 2, (width - side) / 2);
        var square = new byte[side * side];
        for (var y = 0; y < side; y++)
        {
            plane.Slice(((top + y) * width) + left, side).CopyTo(square.AsSpan(y * side));
        }

        return square;
    }
}
