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
    private const int Lanes = Philox.Lanes;

    private readonly ulong _key;
    private readonly ulong _step;
    private readonly long _first;

    /// <param name="purpose">What the numbers are for: <c>prior</c>, <c>noise</c>, <c>order</c>.</param>
    public CounterRandom(ulong seed, string purpose, long step = 0)
    {
        var text = new byte[8 + Encoding.UTF8.GetByteCount(purpose)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, seed);
        Encoding.UTF8.GetBytes(purpose, text.AsSpan(8));
        _key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text));
        _step = (ulong)step;
    }

    private CounterRandom(CounterRandom whole, long first) => (_key, _step, _first) = (whole._key, whole._step, whole._first + first);

    /// <summary>The same numbers from an index on: what a replica draws of a batch are the very numbers that it would cut from the whole.</summary>
    /// <param name="index">From 0.</param>
    public CounterRandom From(long index) => new(this, index);

    /// <summary>What all numbers follow from.</summary>
    internal (ulong Key, ulong Step) State => (_key, _step);

    /// <summary>The 32-bit word at an index from 0.</summary>
    public uint At(long index)
    {
        var (block, lane) = Math.DivRem((ulong)(_first + index), (ulong)Lanes);
        var (w0, w1, w2, w3) = Philox.Block(_key, block, _step);
        return lane switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>The number at an index, uniform in [0, 1) in steps of 2^-32.</summary>
    public double UnitAt(long index) => At(index) * BoxMuller.TwoToMinus32;

    /// <summary>N(0, 1) in float32; no value beyond 6.8.</summary>
    public Tensor Normal(Device device, params long[] shape) => Made<float>(device, shape, numbers => numbers.Normal(), Normal);

    /// <summary>U(low, high) in float32, in 2^24 steps from low.</summary>
    public Tensor Uniform(Device device, double low, double high, params long[] shape) =>
        Made<float>(device, shape, numbers => numbers.Uniform(low, high), values => Uniform(values, low, high));

    /// <summary>0 to <paramref name="below"/>, exclusive, all equally likely up to 2^-32. int64</summary>
    public Tensor Integers(Device device, int below, params long[] shape) =>
        Made<long>(device, shape, numbers => numbers.Integers(below), values => Integers(values, below));

    /// <inheritdoc cref="Normal(Device, long[])"/>
    public void Normal(Span<float> values)
    {
        // the pair that a number is of may begin before it
        var before = (int)(_first % Lanes);
        Span<float> four = stackalloc float[Lanes];
        for (var i = -before; i < values.Length; i += Lanes)
        {
            var (w0, w1, w2, w3) = Philox.Block(_key, (ulong)(_first + i) / Lanes, _step);
            var isWhole = i >= 0 && values.Length - i >= Lanes;
            var target = isWhole ? values.Slice(i, Lanes) : four;
            (target[0], target[1]) = BoxMuller.Pair(w0, w1);
            (target[2], target[3]) = BoxMuller.Pair(w2, w3);
            if (!isWhole)
            {
                var (from, to) = (Math.Max(i, 0), Math.Min(i + Lanes, values.Length));
                four[(from - i)..(to - i)].CopyTo(values[from..to]);
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

    private void Integers(Span<long> values, int below)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (long)(((ulong)At(i) * (ulong)below) >> 32);
        }
    }

    /// <summary>By the device itself where that is faster than a copy: the numbers are the same.</summary>
    private Tensor Made<T>(Device device, long[] shape, Func<DeviceNumbers, Tensor> make, SpanAction<T> fill)
        where T : unmanaged
    {
        var count = shape.Aggregate(1L, (product, d) => product * d);
        if (DeviceNumbers.AreWorthIt(device.type, count))
        {
            using var flat = make(new DeviceNumbers(_key, _step, _first, count, device));
            return flat.view(shape);
        }

        var made = empty(shape, typeof(T) == typeof(long) ? ScalarType.Int64 : ScalarType.Float32);
        fill(MemoryMarshal.Cast<byte, T>(made.bytes));
        return made.MoveToDevice(device);
    }

    private delegate void SpanAction<T>(Span<T> values);
}
