using BigBiGan.Dsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Randomness;

/// <summary>
/// The numbers of <see cref="CounterRandom"/>, made where they are wanted: the operations of <see cref="Philox"/> and <see cref="BoxMuller"/> in their
/// order, each of which is one of a tensor. Whole numbers wrap, and the four operations and the square root are those of IEEE everywhere, so that every
/// device makes the numbers of the CPU to the last bit. (A compiled form would not: compilers for GPUs join a product and a sum.)
/// </summary>
/// <param name="key">Of the numbers.</param>
/// <param name="step">Of the numbers.</param>
/// <param name="first">The index of the first number.</param>
/// <param name="count">Of the numbers.</param>
/// <param name="device">That makes them.</param>
internal sealed class DeviceNumbers(ulong key, ulong step, long first, long count, Device device)
{
    private const int Lanes = Philox.Lanes;
    private const int WordBits = 32;

    /// <summary>Some two hundred operations, of which a GPU is given one in a few microseconds, against 60 ns of the CPU for each number.</summary>
    private const long Worth = 1 << 15;

    /// <summary>Whether a device makes numbers faster than it gets them from the CPU.</summary>
    public static bool AreWorthIt(DeviceType device, long count) => device == DeviceType.CUDA && count >= Worth;

    /// <summary>N(0, 1) in float32. [count]</summary>
    public Tensor Normal()
    {
        using var scope = NewDisposeScope();
        var (w0, w1, w2, w3) = Blocks();
        var (radius, angle) = (stack([w0, w2], 1), stack([w1, w3], 1)); // [blocks, 2]
        var r = Log(radius.to(float64).Add(0.5).Mul(BoxMuller.TwoToMinus32)).Mul(-2).sqrt();

        var turned = Low(angle.Add(Whole(0x2000_0000)));
        var x = ((turned & Whole(0x3FFF_FFFF)) - Whole(0x2000_0000)).to(float64).Mul(2 * Math.PI * BoxMuller.TwoToMinus32);
        var q = x * x;
        var cosine = r * Series(q, [1, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200]);
        var sine = r * (x * Series(q, [1, -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800, 1.0 / 6227020800]));

        var quadrant = turned.bitwise_right_shift(Whole(30));
        var isTurned = (quadrant & Whole(1)).to(@bool);
        var first = Signed(where(isTurned, sine, cosine), quadrant.Add(Whole(1)).bitwise_right_shift(Whole(1)) & Whole(1));
        var second = Signed(where(isTurned, cosine, sine), quadrant.bitwise_right_shift(Whole(1)));
        return Wanted(stack([first, second], 2)).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>U(low, high) in float32, in 2^24 steps from low. [count]</summary>
    public Tensor Uniform(double low, double high)
    {
        using var scope = NewDisposeScope();
        var steps = Words().bitwise_right_shift(Whole(8)).to(float64);
        return steps.Mul((high - low) / (1 << 24)).Add(low).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>0 to <paramref name="below"/>, exclusive. [count], int64</summary>
    public Tensor Integers(int below)
    {
        using var scope = NewDisposeScope();
        return (Words() * Whole(below)).bitwise_right_shift(Whole(WordBits)).MoveToOuterDisposeScope();
    }

    /// <summary>ln u, by BoxMuller's series. frexp gives m in [1/2, 1), the series wants it in [sqrt 1/2, sqrt 2).</summary>
    private static Tensor Log(Tensor u)
    {
        var (m, exponent) = frexp(u);
        var isSmall = m.lt(tensor(BitConverter.Int64BitsToDouble(BoxMuller.RootHalfBits), float64)).to(float64);
        m *= isSmall.Add(1);
        var s = m.Add(-1) / m.Add(1);
        var series = Series(s * s, [1, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15]);
        return (exponent.to(float64) - isSmall).Mul(BoxMuller.Ln2).Add(s.Mul(2) * series);
    }

    /// <summary>a0 + q (a1 + q (a2 + ...)).</summary>
    private static Tensor Series(Tensor q, ReadOnlySpan<double> coefficients)
    {
        var sum = q.Mul(coefficients[^1]);
        for (var i = coefficients.Length - 2; i > 0; i--)
        {
            sum = q * sum.Add(coefficients[i]);
        }

        return sum.Add(coefficients[0]);
    }

    /// <summary>The other sign where the bit is 1: of zero too.</summary>
    private static Tensor Signed(Tensor values, Tensor bit) => values * bit.to(float64).Mul(-2).Add(1);

    /// <summary>On the CPU: a device takes a single number as an argument of its operation.</summary>
    private static Tensor Whole(long number) => tensor(number, int64);

    private static Tensor Low(Tensor product) => product & Whole(uint.MaxValue);

    /// <summary>A shift of int64 keeps the sign.</summary>
    private static Tensor High(Tensor product) => Low(product.bitwise_right_shift(Whole(WordBits)));

    /// <summary>[count], of 32 bits in int64</summary>
    private Tensor Words()
    {
        var (w0, w1, w2, w3) = Blocks();
        return Wanted(stack([w0, w1, w2, w3], 1));
    }

    /// <summary>Philox of each block that has a number of these. [blocks] each, of 32 bits in int64</summary>
    private (Tensor W0, Tensor W1, Tensor W2, Tensor W3) Blocks()
    {
        var (from, to) = (first / Lanes, (first + count + Lanes - 1) / Lanes);
        var counter = ScalarOperands.Counted(from, to, device);
        var (c0, c1) = (Low(counter), High(counter));
        var (c2, c3) = (Whole((uint)step), Whole((uint)(step >> WordBits)));
        var (k0, k1) = ((uint)key, (uint)(key >> WordBits));
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var (p0, p1) = (c0 * Whole(Philox.Multiplier0), c2 * Whole(Philox.Multiplier1));
            (c0, c1, c2, c3) = (High(p1) ^ c1 ^ Whole(k0), Low(p1), High(p0) ^ c3 ^ Whole(k1), Low(p0));
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Blocks are whole; the first number may lie within one.</summary>
    private Tensor Wanted(Tensor ofBlocks) => ofBlocks.flatten().narrow(0, first % Lanes, count);
}
