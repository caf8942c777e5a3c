using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// Passes over numbers whose channels lie side by side, as they do channels-last: [positions, channels]. Each pass reads memory once. A row ends with a
/// vector that may overlap the one before it, so that there is no other code for what is left over; both calculate the same there.
/// </summary>
internal static class ChannelRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many bytes stay in the nearest cache while each group of channels is summed over them.</summary>
    private const int Block = 1 << 14;

    /// <summary>More positions are not summed in <typeparamref name="T"/> before doubles take over.</summary>
    private const int Longest = 256;

    /// <summary>Fewer channels are shorter than a vector.</summary>
    public static int Least => Vector<T>.Count;

    /// <summary>Of each channel.</summary>
    /// <param name="variance">Over the number of positions.</param>
    public static void Moments(ReadOnlySpan<T> x, Span<double> mean, Span<double> variance)
    {
        var (width, channels, positions) = (Vector<T>.Count, mean.Length, x.Length / mean.Length);
        ref var values = ref MemoryMarshal.GetReference(x);
        var (sums, squares) = Totals(channels);
        for (var from = 0; from < x.Length; from += Step(channels))
        {
            var to = Math.Min(x.Length, from + Step(channels));
            for (var group = 0; group < Groups(channels); group++)
            {
                var start = Start(group, channels);
                var shift = Vector.LoadUnsafe(ref values, (nuint)start); // a value of the channel: squares of what is left lose no digits
                var (sum, square) = (Vector<T>.Zero, Vector<T>.Zero);
                for (var at = from + start; at < to; at += channels)
                {
                    var difference = Vector.LoadUnsafe(ref values, (nuint)at) - shift;
                    sum += difference;
                    square += difference * difference;
                }

                Add(sum, sums, group);
                Add(square, squares, group);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            var channel = Start(i / width, channels) + (i % width);
            var shifted = sums[i] / positions;
            mean[channel] = double.CreateTruncating(x[channel]) + shifted;
            variance[channel] = Math.Max(0, (squares[i] / positions) - (shifted * shifted));
        }
    }

    /// <summary>y = line(x).</summary>
    public static void Map(ReadOnlySpan<T> x, ChannelLine<T> line, Span<T> y)
    {
        var channels = line.Scale.Length;
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        for (var from = 0; from < x.Length; from += Step(channels))
        {
            var to = Math.Min(x.Length, from + Step(channels));
            for (var group = 0; group < Groups(channels); group++)
            {
                var start = Start(group, channels);
                var (scale, shift, floor) = line.From(start);
                for (var at = from + start; at < to; at += channels)
                {
                    var value = (Vector.LoadUnsafe(ref source, (nuint)at) * scale) + shift;
                    Vector.ConditionalSelect(Vector.LessThan(value, floor), floor, value).StoreUnsafe(ref target, (nuint)at); // NaN stays
                }
            }
        }
    }

    /// <summary>Of each channel, of the gradient before the line's rectification.</summary>
    /// <param name="g">The gradient of line(x).</param>
    /// <param name="mean">Of each channel.</param>
    /// <param name="ofG">Becomes the sum of g.</param>
    /// <param name="ofDeviations">Becomes the sum of g (x - mean).</param>
    public static void GradientSums(ReadOnlySpan<T> g, ReadOnlySpan<T> x, T[] mean, ChannelLine<T> line, Span<double> ofG, Span<double> ofDeviations)
    {
        var (width, channels) = (Vector<T>.Count, mean.Length);
        ref var gradients = ref MemoryMarshal.GetReference(g);
        ref var values = ref MemoryMarshal.GetReference(x);
        var (sums, products) = Totals(channels);
        for (var from = 0; from < x.Length; from += Step(channels))
        {
            var to = Math.Min(x.Length, from + Step(channels));
            for (var group = 0; group < Groups(channels); group++)
            {
                var start = Start(group, channels);
                var (scale, shift, floor) = line.From(start);
                var middle = new Vector<T>(mean, start);
                var (sum, product) = (Vector<T>.Zero, Vector<T>.Zero);
                for (var at = from + start; at < to; at += channels)
                {
                    var value = Vector.LoadUnsafe(ref values, (nuint)at);
                    var passed = Vector.GreaterThan((value * scale) + shift, floor);
                    var gradient = Vector.ConditionalSelect(passed, Vector.LoadUnsafe(ref gradients, (nuint)at), Vector<T>.Zero);
                    sum += gradient;
                    product += gradient * (value - middle);
                }

                Add(sum, sums, group);
                Add(product, products, group);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            var channel = Start(i / width, channels) + (i % width);
            (ofG[channel], ofDeviations[channel]) = (sums[i], products[i]);
        }
    }

    /// <summary>scale g + slope x + constant, of the gradient before the line's rectification.</summary>
    /// <param name="g">The gradient of line(x).</param>
    /// <param name="slope">Of each channel.</param>
    /// <param name="constant">Of each channel.</param>
    /// <param name="gradient">Is overwritten.</param>
    public static void Gradient(ReadOnlySpan<T> g, ReadOnlySpan<T> x, ChannelLine<T> line, T[] slope, T[] constant, Span<T> gradient)
    {
        var channels = slope.Length;
        ref var gradients = ref MemoryMarshal.GetReference(g);
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(gradient);
        for (var from = 0; from < x.Length; from += Step(channels))
        {
            var to = Math.Min(x.Length, from + Step(channels));
            for (var group = 0; group < Groups(channels); group++)
            {
                var start = Start(group, channels);
                var (scale, shift, floor) = line.From(start);
                var (ofX, rest) = (new Vector<T>(slope, start), new Vector<T>(constant, start));
                for (var at = from + start; at < to; at += channels)
                {
                    var value = Vector.LoadUnsafe(ref values, (nuint)at);
                    var passed = Vector.GreaterThan((value * scale) + shift, floor);
                    var whole = (Vector.ConditionalSelect(passed, Vector.LoadUnsafe(ref gradients, (nuint)at), Vector<T>.Zero) * scale) + (value * ofX) + rest;
                    whole.StoreUnsafe(ref target, (nuint)at);
                }
            }
        }
    }

    /// <summary>Numbers of whole rows that stay in the nearest cache.</summary>
    private static int Step(int channels) => channels * Math.Clamp(Block / (channels * Unsafe.SizeOf<T>()), 1, Longest);

    private static int Groups(int channels) => (channels + Vector<T>.Count - 1) / Vector<T>.Count;

    /// <summary>A group's first channel.</summary>
    private static int Start(int group, int channels) => Math.Min(group * Vector<T>.Count, channels - Vector<T>.Count);

    private static (double[] First, double[] Second) Totals(int channels) =>
        (new double[Groups(channels) * Vector<T>.Count], new double[Groups(channels) * Vector<T>.Count]);

    private static void Add(Vector<T> sum, double[] totals, int group)
    {
        for (var i = 0; i < Vector<T>.Count; i++)
        {
            totals[(group * Vector<T>.Count) + i] += double.CreateTruncating(sum[i]);
        }
    }
}
