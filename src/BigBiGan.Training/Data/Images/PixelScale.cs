namespace BigBiGan.Training.Data.Images;

/// <summary>Bytes to the networks' range: v / 127.5 - 1.</summary>
internal static class PixelScale
{
    /// <summary>What stands outside a shifted image.</summary>
    public const float Black = -1;

    /// <summary>A table, so that black is -1 and white is 1 to the last bit.</summary>
    private static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(v => (float)((v / 127.5) - 1))];

    public static void ToFloats(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var table = Table;
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = table[pixels[i]];
        }
    }

    public static void ToFloatsMirrored(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var table = Table;
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = table[pixels[pixels.Length - 1 - i]];
        }
    }

    /// <summary>The nearest byte of a value in [-1, 1].</summary>
    public static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round((value + 1) * 127.5f), 0, 255);
}
