using System.Diagnostics;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>How fast batches of the embedded images come.</summary>
internal static class ReaderSpeed
{
    private const int Batch = 64;

    /// <summary>Images per second.</summary>
    /// <param name="busy">Whether convolutions keep another thread busy meanwhile, as training does.</param>
    public static double Of(Augmentation augmentation, bool busy, TimeSpan time)
    {
        var reader = new BatchReader(DataSource.Load("fashion-mini", 32, 1).Train, 1, augmentation);
        using var stop = new CancellationTokenSource();
        var trainer = new Thread(() => Convolve(stop.Token));
        if (busy)
        {
            trainer.Start();
        }

        using var stream = reader.Stream(0, Batch);
        stream.Next().Dispose();
        var (images, clock) = (0L, Stopwatch.StartNew());
        while (clock.Elapsed < time)
        {
            stream.Next().Dispose();
            images += Batch;
        }

        var speed = images / clock.Elapsed.TotalSeconds;
        stop.Cancel();
        if (busy)
        {
            trainer.Join();
        }

        return speed;
    }

    private static void Convolve(CancellationToken stop)
    {
        using var withoutGradient = no_grad();
        using var weight = ones(64, 64, 3, 3);
        using var x = ones(16, 64, 32, 32);
        while (!stop.IsCancellationRequested)
        {
            nn.functional.conv2d(x, weight, padding: [1, 1]).Dispose();
        }
    }
}
