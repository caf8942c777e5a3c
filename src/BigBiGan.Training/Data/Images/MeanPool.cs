namespace BigBiGan.Training.Data.Images;

internal static class MeanPool
{
    /// <summary>Rounded means of squares. [side, side] -> [size, size], size a divisor of side</summary>
    public static void Reduce(ReadOnlySpan<byte> plane, int side, Span<byte> result, int size)
    {
        var factor = side / size;
        var area = factor * factor;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var sum = area / 2;
                for (var row = y * factor; row < (y + 1) * factor; row++)
                {
                    foreach (var pixel in plane.Slice((row * side) + (x * factor), factor))
                    {
                        sum += pixel;
                    }
                }

                result[(y * size) + x] = (byte)(sum / area);
            }
        }
    }
}
