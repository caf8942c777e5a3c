using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>Training by one replica and by several, in alternation in one process.</summary>
internal static class ReplicaSpeed
{
    /// <returns>Images per second of each round: the median of its steps.</returns>
    /// <param name="steps">Of a round; the first of them takes memory and does not count.</param>
    public static (double One, double Many) Round(Subject subject, int batch, int count, int steps) =>
        (Rate(subject, batch, 1, steps), Rate(subject, batch, count, steps));

    private static double Rate(Subject subject, int batch, int count, int steps)
    {
        using var model = subject.Float32(CPU, 0);
        using var state = new TrainingState(model);
        using var images = new FixedImages(model, batch);
        using var others = count == 1 ? null : new ReplicaThreads(
            count, state, () => subject.Float32(CPU, 0), (_, rank) => new Part(images, BatchPart.Of(batch, rank, count)), threads: 1);
        IBatchSource own = count == 1 ? images : new Part(images, BatchPart.Of(batch, 0, count));
        return TrainingRate.Of(state, own, steps, uncounted: 1, others?.First);
    }

    private sealed class Part(FixedImages images, BatchPart part) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => part.Cut(images.Draw(updateIndex));
    }
}
