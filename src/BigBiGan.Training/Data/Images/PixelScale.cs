using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BigBiGan.Training.Data.Images;

/// <summary>Bytes to the networks' range: v / 127.5 - 1.</summary>
internal static class PixelScale
{
    /// <summary>What stands outside a shifted image.</summary>
    public const float Black = -1;

    /// <summary>Bytes that are turned round on the stack: mostly a row.</summary>
    private const int MirroredAtOnce = 1024;

    /// <summary>
    /// 1 / 255 in two parts. (2v - 255) / 255 as one product and one sum, rounded once, has the bits of the table for each of the 256 values; one product
    /// by the rounded 1 / 255 has them for half of them.
    /// </summary>
    private const float High = (float)(1 / 255.0);

    private const float Low = (float)((1 / 255.0) - High);

    /// <summary>A table, so that black is -1 and white is 1 to the last bit.</summary>
    private static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(v => (float)((v / 127.5) - 1))];

    public static void ToFloats(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var i = Fma.IsSupported || AdvSimd.IsSupported ? ToFloatsByVectors(pixels, values) : 0;
        var table = Table;
        for (; i < pixels.Length; i++)
        {
            values[i] = table[pixels[i]];
        }
    }

    public static void ToFloatsMirrored(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        Span<byte> part = stackalloc byte[Math.Min(pixels.Length, MirroredAtOnce)];
        for (var done = 0; done < pixels.Length;)
        {
            var count = Math.Min(part.Length, pixels.Length - done);
            var turned = part[..count];
            pixels.Slice(pixels.Length - done - count, count).CopyTo(turned);
            turned.Reverse();
            ToFloats(turned, values.Slice(done, count));
            done += count;
        }
    }

    /// <summary>The nearest byte of a value in [-1, 1].</summary>
    public static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round((value + 1) * 127.5f), 0, 255);

    /// <returns>How many were done.</returns>
    private static int ToFloatsByVectors(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var i = 0;
        for (; i <= pixels.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(pixels.Slice(i, Vector256<byte>.Count)));
            var (a, b) = Vector256.Widen(low);
            var (c, d) = Vector256.Widen(high);
            Scaled(a).CopyTo(values[i..]);
            Scaled(b).CopyTo(values[(i + 8)..]);
            Scaled(c).CopyTo(values[(i + 16)..]);
            Scaled(d).CopyTo(values[(i + 24)..]);
        }

        return i;
    }

    private static Vector256<float> Scaled(Vector256<uint> bytes)
    {
        var doubled = Vector256.ConvertToSingle(Vector256.ShiftLeft(bytes.AsInt32(), 1) - Vector256.Create(255));
        return Vector256.FusedMultiplyAdd(doubled, Vector256.Create(High), doubled * Low);
    }
}
