using System.Runtime.CompilerServices;

namespace BigBiGan.Dsl.Randomness;

/// <summary>
/// Two 32-bit words to two standard normals, with the four operations and the square root only: those are the same to the
/// last bit on every IEEE machine, the C library's logarithm and cosine are not.
/// </summary>
internal static class BoxMuller
{
    public const double TwoToMinus32 = 1.0 / 4294967296.0;
    public const double Ln2 = 0.69314718055994531;
    public const long RootHalfBits = 0x3FE6_A09E_667F_3BCD;

    /// <summary>r = sqrt(-2 ln u), (r cos 2 pi t, r sin 2 pi t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Cosine, float Sine) Pair(uint radius, uint angle)
    {
        var r = Math.Sqrt(-2 * Log((radius + 0.5) * TwoToMinus32));

        // The turn is a quadrant and a rest in [-1/8, 1/8) of a turn.
        var turned = angle + 0x2000_0000u;
        var x = ((int)(turned & 0x3FFF_FFFF) - 0x2000_0000) * (2 * Math.PI * TwoToMinus32);
        var (cosine, sine) = (r * Cosine(x), r * Sine(x));
        return (turned >> 30) switch
        {
            0 => ((float)cosine, (float)sine),
            1 => ((float)-sine, (float)cosine),
            2 => ((float)-cosine, (float)-sine),
            _ => ((float)sine, (float)-cosine),
        };
    }

    /// <summary>ln u = e ln 2 + 2 atanh((m - 1) / (m + 1)) with m in [sqrt 1/2, sqrt 2); error below 1e-14.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Log(double u)
    {
        const long OneBits = 0x3FF0_0000_0000_0000;
        var bits = BitConverter.DoubleToInt64Bits(u);
        var exponent = (bits + OneBits - RootHalfBits) >> 52;
        var m = BitConverter.Int64BitsToDouble(bits - ((exponent - 1023) << 52));
        var s = (m - 1) / (m + 1);
        var q = s * s;
        var series = 1 + (q * ((1.0 / 3) + (q * ((1.0 / 5) + (q * ((1.0 / 7) + (q * ((1.0 / 9)
            + (q * ((1.0 / 11) + (q * ((1.0 / 13) + (q * (1.0 / 15))))))))))))));
        return ((exponent - 1023) * Ln2) + (2 * s * series);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sine(double x)
    {
        var q = x * x;
        return x * (1 + (q * ((-1.0 / 6) + (q * ((1.0 / 120) + (q * ((-1.0 / 5040) + (q * ((1.0 / 362880)
            + (q * ((-1.0 / 39916800) + (q * (1.0 / 6227020800)))))))))))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Cosine(double x)
    {
        var q = x * x;
        return 1 + (q * ((-1.0 / 2) + (q * ((1.0 / 24) + (q * ((-1.0 / 720) + (q * ((1.0 / 40320)
            + (q * ((-1.0 / 3628800) + (q * ((1.0 / 479001600) + (q * (-1.0 / 87178291200))))))))))))));
    }
}
