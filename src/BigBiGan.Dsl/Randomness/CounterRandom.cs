using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Randomness;

/// <summary>
/// Random numbers without state: number i of (seed, purpose, step) is the same on every machine and in every order of
/// asking. Asking twice gives the same numbers twice; another draw needs another purpose or step.
/// </summary>
public sealed class CounterRandom
{
    private readonly ulong _key;
    private readonly ulong _step;

    /// <param name="purpose">What the numbers are for: <c>prior</c>, <c>noise</c>, <c>order</c>.</param>
    public CounterRandom(ulong seed, string purpose, long step = 0)
    {
        var text = new byte[8 + Encoding.UTF8.GetByteCount(purpose)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, seed);
        Encoding.UTF8.GetBytes(purpose, text.AsSpan(8));
        _key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text));
        _step = (ulong)step;
    }

    /// <summary>What all numbers follow from.</summary>
    internal (ulong Key, ulong Step) State => (_key, _step);

    /// <summary>The 32-bit word at an index from 0.</summary>
    public uint At(long index)
    {
        var (w0, w1, w2, w3) = Philox.Block(_key, (ulong)index >> 2, _step);
        return (index & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>The number at an index, uniform in [0, 1) in steps of 2^-32.</summary>
    public double UnitAt(long index) => At(index) * (1.0 / 4294967296.0);

    /// <summary>N(0, 1) in float32; no value beyond 6.8.</summary>
    public Tensor Normal(Device device, params long[] shape) => Fill(device, shape, Normal);

    /// <summary>U(low, high) in float32, in 2^24 steps from low.</summary>
    public Tensor Uniform(Device device, double low, double high, params long[] shape) =>
        Fill(device, shape, values => Uniform(values, low, high));

    /// <summary>0 to <paramref name="below"/>, exclusive, all equally likely up to 2^-32. int64</summary>
    public Tensor Integers(Device device, int below, params long[] shape)
    {
        var values = new long[shape.Aggregate(1L, (product, d) => product * d)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (long)(((ulong)At(i) * (ulong)below) >> 32);
        }

        return tensor(values, shape).MoveToDevice(device);
    }

    /// <inheritdoc cref="Normal(Device, long[])"/>
    public void Normal(Span<float> values)
    {
        Span<float> block = stackalloc float[4];
        for (var i = 0; i < values.Length; i += 4)
        {
            var (w0, w1, w2, w3) = Philox.Block(_key, (ulong)i >> 2, _step);
            var target = values.Length - i >= 4 ? values.Slice(i, 4) : block;
            (target[0], target[1]) = BoxMuller.Pair(w0, w1);
            (target[2], target[3]) = BoxMuller.Pair(w2, w3);
            if (values.Length - i < 4)
            {
                block[..(values.Length - i)].CopyTo(values[i..]);
            }
        }
    }

    /// <inheritdoc cref="Uniform(Device, double, double, long[])"/>
    public void Uniform(Span<float> values, double low, double high)
    {
        var width = (high - low) / (1 << 24);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + (width * (At(i) >> 8)));
        }
    }

    /// <summary>0 to n - 1, every order equally likely (Fisher-Yates).</summary>
    public int[] Permutation(int n)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++)
        {
            order[i] = i;
        }

        for (var i = n - 1; i > 0; i--)
        {
            var (w0, w1, _, _) = Philox.Block(_key, (ulong)i, _step);
            var j = (int)Math.BigMul(((ulong)w1 << 32) | w0, (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static Tensor Fill(Device device, long[] shape, SpanAction fill)
    {
        var tensor = empty(shape, ScalarType.Float32);
        fill(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor.MoveToDevice(device);
    }

    private delegate void SpanAction(Span<float> values);
}
