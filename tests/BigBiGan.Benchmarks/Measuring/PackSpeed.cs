using System.Diagnostics;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>How many images a second one thread reads from a pack of 128 px images.</summary>
internal static class PackSpeed
{
    private const int Size = 128;
    private const int Batch = 64;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Writes a pack of images of noise.</summary>
    public static void Make(string path, int images)
    {
        var pixels = new byte[images * 3 * Size * Size];
        new Random(1).NextBytes(pixels);
        var set = new ImageSet("noise", "train", Size, 3, pixels, new int[images], ["noise"]);
        PackSource.Write(new DataSource(set, set.Part(0, 1)), path, null, null, null);
    }

    /// <summary>Images a second as bytes, drawn in the order of an epoch.</summary>
    public static double OfBytes(ImageSet images)
    {
        var (reader, image) = (new BatchReader(images, 0, Augmentation.None), new byte[images.ImageBytes]);
        return Rate(1, draw => images.Read(reader.ImageIndex(draw), PictureFrame.Centre, image));
    }

    /// <summary>Images a second as batches of 64 on the CPU, as training gets them.</summary>
    public static double OfBatches(ImageSet images)
    {
        var reader = new BatchReader(images, 0, Augmentation.None);
        return Rate(Batch, draw =>
        {
            using var batch = reader.Draw(draw, Batch);
        });
    }

    private static double Rate(int images, Action<long> draw)
    {
        draw(0);
        var (drawn, clock) = (0L, Stopwatch.StartNew());
        for (; clock.Elapsed < Time; drawn += images)
        {
            draw(drawn);
        }

        return drawn / clock.Elapsed.TotalSeconds;
    }
}
