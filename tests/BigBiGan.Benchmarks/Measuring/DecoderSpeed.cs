using System.Diagnostics;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>How many pictures a second are decoded, cropped and resampled to 128 px.</summary>
internal static class DecoderSpeed
{
    private const int Size = 128;
    private const int Colours = 3;

    public static RandomCrop Crop { get; } = new(new CropFacts(0.08, 1, 0.75, 1.3333), new CounterRandom(0, "crop"));

    /// <param name="crop">Null for central squares.</param>
    public static double Of(IReadOnlyList<byte[]> files, RandomCrop? crop, int threads)
    {
        var clock = Stopwatch.StartNew();
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new byte[Colours * Size * Size], (i, _, result) =>
        {
            if (PictureDecoder.Read(files[i], new PictureFrame(crop, i), result, new PictureShape(Size, Colours)) is { } damage)
            {
                throw new InvalidDataException(damage);
            }

            return result;
        }, _ => { });
        return files.Count / clock.Elapsed.TotalSeconds;
    }
}
