using BigBiGan.Training.Errors;
using BigBiGan.Training.Pictures;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>Rows that go from one latent to another in even steps: whether G is smooth between its samples.</summary>
public static class InterpolationSheet
{
    /// <summary>Row r goes from latent 2r to latent 2r + 1; of a variant with labels it stays in the class of the first.</summary>
    /// <param name="columns">Images of a row, both ends among them; at least 2.</param>
    /// <param name="linear">Whether steps lie on the line, as a prior that fills a cube has it. Draws of a normal prior lie near a sphere: there the
    /// direction goes along the great circle and the length evenly from one to the other (White, 2016, arXiv:1609.04468).</param>
    /// <exception cref="RunException">There are not so many latents.</exception>
    public static void Write(SampleLatents latents, LoadedRun trained, int rows, int columns, bool linear, string path, IReadOnlyList<string>? titles = null)
    {
        latents.Count(2 * rows, 2 * rows);
        using var scope = NewDisposeScope();
        var sheet = Enumerable.Range(0, rows).Select(row =>
        {
            var ends = latents.Latents(2 * row, 2); // [2, z]
            var values = ends.to(float32).cpu().data<float>().ToArray();
            var size = values.Length / 2;
            var z = tensor(Between(values[..size], values[size..], columns, linear), [columns, size], device: ends.device);
            return new SheetRow(latents.DrawFrom(z, latents.Labels(2 * row, 1)?.expand(columns)));
        });
        var way = linear ? "straight" : "along great circles";
        Sheet.Write(path, [.. sheet], $"from one sample to another{latents.OfClass(titles)}, {way}: {trained.Caption}");
    }

    /// <summary>Latents from one to another, both ends among them. [z], [z] -> [steps, z]</summary>
    internal static float[] Between(float[] from, float[] to, int steps, bool linear)
    {
        var (length, other) = (Length(from), Length(to));
        var cosine = from.Zip(to, (a, b) => (double)a * b).Sum() / (length * other);
        var angle = Math.Acos(Math.Clamp(cosine, -1, 1));
        var straight = linear || !(Math.Sin(angle) > 1e-4); // parallel, opposite, or nothing: no circle goes through them
        return
        [
            .. Enumerable.Range(0, steps).SelectMany(step =>
            {
                var t = step / (double)(steps - 1);
                var way = double.Lerp(length, other, t) / Math.Sin(angle);
                var (a, b) = straight ? (1 - t, t) : (way * Math.Sin((1 - t) * angle) / length, way * Math.Sin(t * angle) / other);
                return from.Zip(to, (x, y) => (float)((a * x) + (b * y)));
            }),
        ];
    }

    private static double Length(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
