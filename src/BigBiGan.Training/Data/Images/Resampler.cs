using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Resampling by <see cref="ResamplingTaps"/>, across and then down. Products are added one after the other, without fused multiply-adds, whatever the
/// vectors' width: the same bytes, and so the same data identity, on every machine.
/// </summary>
internal static class Resampler
{
    /// <summary>Red, green, blue and alpha of a pixel, side by side.</summary>
    private const int Channels = 4;

    /// <summary>Of the whole lengths that were resampled: no more than a picture has pixels across.</summary>
    private static readonly ConcurrentDictionary<(int Length, int Size, bool Antialias), ResamplingTaps> Known = [];

    /// <summary>[side, side] -> [size, size]</summary>
    public static void Resize(ReadOnlySpan<byte> plane, int side, Span<byte> result, int size, bool antialias = true)
    {
        if (side == size)
        {
            plane.CopyTo(result);
            return;
        }

        Resize(plane, side, new CropBox(0, 0, side, side), result, size, antialias);
    }

    /// <summary>A part of a plane whose rows are <paramref name="stride"/> long -> [size, size]</summary>
    public static void Resize(ReadOnlySpan<byte> plane, int stride, CropBox box, Span<byte> result, int size, bool antialias = true)
    {
        var (across, down) = (Taps(box.Width, size, antialias), Taps(box.Height, size, antialias));
        Resize(plane[((box.Top * stride) + box.Left)..], stride, across, down, box.Height, result);
    }

    /// <summary>A plane -> [size down, size across]</summary>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="rows">That the taps downwards may ask for.</param>
    public static void Resize(ReadOnlySpan<byte> plane, int stride, ResamplingTaps across, ResamplingTaps down, int rows, Span<byte> result)
    {
        var (size, height) = (across.Size, down.Size);
        var narrow = ArrayPool<float>.Shared.Rent(rows * size);
        for (var y = 0; y < rows; y++)
        {
            var row = plane[(y * stride)..];
            for (var x = 0; x < size; x++)
            {
                var weights = across.Of(x, out var first);
                float sum = 0;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * row[first + i];
                }

                narrow[(y * size) + x] = sum;
            }
        }

        var line = ArrayPool<float>.Shared.Rent(size);
        for (var y = 0; y < height; y++)
        {
            Down(narrow, size, down.Of(y, out var first), first, line.AsSpan(0, size));
            for (var x = 0; x < size; x++)
            {
                result[(y * size) + x] = ToByte(line[x]);
            }
        }

        ArrayPool<float>.Shared.Return(line);
        ArrayPool<float>.Shared.Return(narrow);
    }

    /// <summary>Pixels of four bytes -> red, green and blue. [rows, width, 4] -> [3, size down, size across]</summary>
    /// <param name="stride">From one row to the next, in pixels.</param>
    /// <param name="width">Pixels of a row that the taps across may ask for.</param>
    /// <param name="rows">That the taps downwards may ask for.</param>
    public static void ResizePixels(
        ReadOnlySpan<byte> pixels, int stride, int width, ResamplingTaps across, ResamplingTaps down, int rows, Span<byte> result)
    {
        var (size, height, values) = (across.Size, down.Size, across.Size * Channels);
        var row = ArrayPool<float>.Shared.Rent(width * Channels);
        var narrow = ArrayPool<float>.Shared.Rent(rows * values);
        for (var y = 0; y < rows; y++)
        {
            ToFloats(pixels.Slice(y * stride * Channels, width * Channels), row);
            Across(row.AsSpan(0, width * Channels), across, narrow.AsSpan(y * values, values));
        }

        var line = ArrayPool<float>.Shared.Rent(values);
        var red = result[..(size * height)];
        var green = result.Slice(size * height, size * height);
        var blue = result.Slice(2 * size * height, size * height);
        for (var y = 0; y < height; y++)
        {
            Down(narrow, values, down.Of(y, out var first), first, line.AsSpan(0, values));
            for (var x = 0; x < size; x++)
            {
                red[(y * size) + x] = ToByte(line[Channels * x]);
                green[(y * size) + x] = ToByte(line[(Channels * x) + 1]);
                blue[(y * size) + x] = ToByte(line[(Channels * x) + 2]);
            }
        }

        ArrayPool<float>.Shared.Return(line);
        ArrayPool<float>.Shared.Return(narrow);
        ArrayPool<float>.Shared.Return(row);
    }

    private static ResamplingTaps Taps(int length, int size, bool antialias) =>
        Known.GetOrAdd((length, size, antialias), taps => new ResamplingTaps(0, taps.Length, taps.Length, taps.Size, taps.Antialias));

    private static void Across(ReadOnlySpan<float> row, ResamplingTaps taps, Span<float> narrow)
    {
        var pixels = MemoryMarshal.Cast<float, Vector128<float>>(row);
        var results = MemoryMarshal.Cast<float, Vector128<float>>(narrow);
        for (var x = 0; x < results.Length; x++)
        {
            var weights = taps.Of(x, out var first);
            var part = pixels.Slice(first, weights.Length);
            var sum = Vector128<float>.Zero;
            for (var i = 0; i < part.Length; i++)
            {
                sum += weights[i] * part[i];
            }

            results[x] = sum;
        }
    }

    private static void Down(ReadOnlySpan<float> narrow, int width, ReadOnlySpan<float> weights, int first, Span<float> line)
    {
        line.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = weights[i];
            var source = narrow.Slice((first + i) * width, width);
            var x = 0;
            for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
            {
                (new Vector<float>(line[x..]) + (weight * new Vector<float>(source[x..]))).CopyTo(line[x..]);
            }

            for (; x < width; x++)
            {
                line[x] += weight * source[x];
            }
        }
    }

    private static void ToFloats(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        var i = 0;
        for (; i <= bytes.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(bytes.Slice(i, Vector128<byte>.Count)));
            var (a, b) = Vector128.Widen(low);
            var (c, d) = Vector128.Widen(high);
            Vector128.ConvertToSingle(a.AsInt32()).CopyTo(floats[i..]);
            Vector128.ConvertToSingle(b.AsInt32()).CopyTo(floats[(i + 4)..]);
            Vector128.ConvertToSingle(c.AsInt32()).CopyTo(floats[(i + 8)..]);
            Vector128.ConvertToSingle(d.AsInt32()).CopyTo(floats[(i + 12)..]);
        }

        for (; i < bytes.Length; i++)
        {
            floats[i] = bytes[i];
        }
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Floor(value + 0.5f), 0, 255);
}
