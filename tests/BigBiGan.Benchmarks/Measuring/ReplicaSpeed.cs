using System.Diagnostics;
using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using TorchSharp;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>Training by one replica, by several, and by the plain form, in alternation in one process: what a whole machine gives.</summary>
internal static class ReplicaSpeed
{
    public const string One = "1 replica";

    private const string Plain = "plain";

    /// <returns>Images per second of a round by form, each the median of its steps.</returns>
    /// <param name="steps">Of a form in a round; the first of them takes memory and does not count.</param>
    /// <param name="all">Also bfloat16, and the plain form by one thread and by as many as there are replicas.</param>
    public static IReadOnlyList<(string Form, double Rate)> Round(Subject subject, int batch, int count, int steps, bool all) =>
    [
        .. all ? [(Plain, OfPlain(subject, batch, steps, 1)), ($"{Plain}, {count} threads", OfPlain(subject, batch, steps, count))] : Array.Empty<(string, double)>(),
        (One, Rate(subject.Float32, batch, 1, steps)),
        ($"{count} replicas", Rate(subject.Float32, batch, count, steps)),
        .. all ? [($"{count} replicas, bfloat16", Rate(subject.BFloat16, batch, count, steps))] : Array.Empty<(string, double)>(),
    ];

    public static bool IsPlain(string form) => form.StartsWith(Plain, StringComparison.Ordinal);

    private static double Rate(Func<torch.Device, ulong, VariantModel> create, int batch, int count, int steps)
    {
        using var model = create(torch.CPU, 0);
        using var state = new TrainingState(model);
        using var images = new FixedImages(model, batch);
        using var others = count == 1 ? null : new ReplicaThreads(
            count, state, () => create(torch.CPU, 0), (_, rank) => new Part(images, BatchPart.Of(batch, rank, count)), threads: 1);
        IBatchSource own = count == 1 ? images : new Part(images, BatchPart.Of(batch, 0, count));
        return TrainingRate.Of(state, own, steps, uncounted: 1, others?.First);
    }

    private static double OfPlain(Subject subject, int batch, int steps, int threads)
    {
        torch.set_num_threads(threads);
        using var model = subject.Float32(torch.CPU, 0);
        using var images = new FixedImages(model, batch);
        using var step = new PlainStep(subject, images);
        var rates = new List<double>();
        for (var i = 0; i < steps; i++)
        {
            var clock = Stopwatch.StartNew();
            step.Step();
            rates.Add(model.Updates.Sum(update => update.Times) * batch / clock.Elapsed.TotalSeconds);
        }

        torch.set_num_threads(1);
        return Statistics.Median(rates.Skip(1));
    }

    private sealed class Part(FixedImages images, BatchPart part) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => part.Cut(images.Draw(updateIndex));
    }
}
