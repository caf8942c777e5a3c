using System.Collections.Concurrent;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Bicubic resampling (Keys, a = -1/2) whose kernel widens with the reduction, so that nothing aliases; the filter that PIL calls
/// BICUBIC. Plain arithmetic: the same bytes, and so the same data identity, on every machine.
/// </summary>
internal static class Resampler
{
    private static readonly ConcurrentDictionary<(int Side, int Size), (int First, float[] Weights)[]> Known = [];

    /// <summary>[side, side] -> [size, size]</summary>
    public static void Resize(ReadOnlySpan<byte> plane, int side, Span<byte> result, int size) =>
        Resize(plane, side, new CropBox(0, 0, side, side), result, size);

    /// <summary>A part of a plane whose rows are <paramref name="stride"/> long -> [size, size]</summary>
    public static void Resize(ReadOnlySpan<byte> plane, int stride, CropBox box, Span<byte> result, int size)
    {
        if (box.Width == size && box.Height == size && stride == size)
        {
            plane.CopyTo(result);
            return;
        }

        var across = Taps(box.Width, size);
        var narrow = new float[box.Height * size];
        for (var y = 0; y < box.Height; y++)
        {
            var row = plane.Slice(((box.Top + y) * stride) + box.Left, box.Width);
            for (var x = 0; x < size; x++)
            {
                var (first, weights) = across[x];
                float sum = 0;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * row[first + i];
                }

                narrow[(y * size) + x] = sum;
            }
        }

        var down = Taps(box.Height, size);
        for (var y = 0; y < size; y++)
        {
            var (first, weights) = down[y];
            for (var x = 0; x < size; x++)
            {
                float sum = 0;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * narrow[((first + i) * size) + x];
                }

                result[(y * size) + x] = (byte)Math.Clamp(MathF.Floor(sum + 0.5f), 0, 255);
            }
        }
    }

    /// <summary>What each of <paramref name="size"/> values is made of: the first of <paramref name="side"/> values, and the weights from there on.</summary>
    public static (int First, double[] Weights)[] ExactTaps(int side, int size)
    {
        var ratio = (double)side / size;
        var stretch = Math.Max(ratio, 1);
        var taps = new (int, double[])[size];
        for (var i = 0; i < size; i++)
        {
            var centre = (i + 0.5) * ratio;
            var first = Math.Max(0, (int)(centre - (2 * stretch) + 0.5));
            var end = Math.Min(side, (int)(centre + (2 * stretch) + 0.5));
            var weights = Enumerable.Range(first, end - first).Select(j => Cubic((j + 0.5 - centre) / stretch)).ToArray();
            var sum = weights.Sum();
            taps[i] = (first, [.. weights.Select(w => w / sum)]);
        }

        return taps;
    }

    private static (int First, float[] Weights)[] Taps(int side, int size) => Known.GetOrAdd(
        (side, size), sizes => Array.ConvertAll(ExactTaps(sizes.Side, sizes.Size), tap => (tap.First, Array.ConvertAll(tap.Weights, w => (float)w))));

    private static double Cubic(double t) => Math.Abs(t) switch
    {
        < 1 and var a => (((1.5 * a) - 2.5) * a * a) + 1,
        < 2 and var a => (((((-0.5 * a) + 2.5) * a) - 4) * a) + 2,
        _ => 0,
    };
}
