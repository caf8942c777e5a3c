namespace BigBiGan.Training.Data;

/// <summary>Bytes to the networks' range: v / 127.5 - 1.</summary>
internal static class PixelScale
{
    /// <summary>A table of 256, so that black is -1 and white is 1 to the last bit.</summary>
    public static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(v => (float)((v / 127.5) - 1))];

    /// <summary>What stands outside a shifted image.</summary>
    public const float Black = -1;

    public static void ToFloats(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var table = Table.AsSpan();
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = table[pixels[i]];
        }
    }
}
