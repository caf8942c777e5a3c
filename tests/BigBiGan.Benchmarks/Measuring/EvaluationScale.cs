using System.Diagnostics;
using System.Globalization;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using Spectre.Console;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>What metrics of many images take, on features that are made up: seconds, and memory at the peak.</summary>
internal static class EvaluationScale
{
    private const int Batch = 250;
    private const int TestImages = 1000;

    /// <summary>Writes features to a folder and measures each metric on them.</summary>
    /// <param name="pairs">At most so many images are compared with one another, which takes time by their square.</param>
    public static void Print(string folder, int images, int size, int classes, int pairs)
    {
        using var store = new FeatureStore(folder, CPU, mostInMemory: 0);
        var table = new Table().AddColumns("", "seconds", "peak MB");
        FeatureRows? train = null, test = null, samples = null;
        Take("features written", () => train = Made(store, "train", images, size, classes));
        Take("the same, found again", () =>
        {
            train!.Dispose();
            train = Made(store, "train", images, size, classes);
        });
        test = Made(store, "test", TestImages, size, classes);
        samples = Made(store, "samples", images, size, classes);
        Take("moments and Frechet distance", () => FrechetDistance.Between(train!, samples));
        Take("class score, 10 splits", () => InceptionScore.Of(samples.Mapped(classes, rows => rows.narrow(1, 0, classes).softmax(1))));
        using var someReal = train!.Part(0, Math.Min(images, pairs));
        using var someSamples = samples.Part(0, Math.Min(images, pairs));
        Take($"kernel distance of {someReal.Count}", () => KernelDistance.Between(someReal, someSamples));
        Take($"balls of {someReal.Count}", () => NeighbourBalls.Of(someReal, someSamples, 5));
        Take($"5 neighbours of {TestImages}", () => NearestNeighbours.Accuracy(train, Labels(images, classes), test, Labels(TestImages, classes), 5));
        Take("axes of the linear probe", () => new PrincipalAxes(train));
        LinearProbe? probe = null;
        Take("linear probe", () => probe = LinearProbe.Run(
            train, Labels(images, classes), test, Labels(TestImages, classes), classes,
            progress: (done, fits) => Console.Error.WriteLine($"fit {done} of {fits} at most")));
        AnsiConsole.Write(table);
        Console.WriteLine(probe);
        train.Dispose();
        test.Dispose();
        samples.Dispose();
        store.Discard();

        void Take(string name, Action work)
        {
            using var scope = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            var bytes = PeakMemory.Of(work);
            table.AddRow(
                name,
                clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture));
            Console.Error.WriteLine($"{name}: {clock.Elapsed.TotalSeconds:0.0} s, {bytes / 1e6:0} MB");
        }
    }

    /// <summary>The probe of images' pixels, by the exact solver and by passes over a file, on the same rows.</summary>
    public static void Compare(string folder, string source, int images, int size)
    {
        var data = DataSource.Load(source, size, 1);
        var (learnt, judged) = (data.Train.Sample(images, "probe"), data.Test.Sample(images, "probe"));
        var table = new Table().AddColumns("", "accuracy", "held out", "L2", "seconds");
        foreach (var (name, most) in new[] { ("in memory", long.MaxValue), ("by passes", 0L) })
        {
            using var store = new FeatureStore(folder, CPU, mostInMemory: most);
            using var train = store.Of((first, count) => learnt.ToTensor(first, count), learnt.Count, Batch, x => x.flatten(1), () => "train");
            using var test = store.Of((first, count) => judged.ToTensor(first, count), judged.Count, Batch, x => x.flatten(1), () => "test");
            var clock = Stopwatch.StartNew();
            var probe = LinearProbe.Run(train, learnt.Labels, test, judged.Labels, data.Train.ClassNames.Count);
            table.AddRow(name, $"{probe.Accuracy:0.0000}", $"{probe.HeldOutAccuracy:0.0000}", $"{probe.Strength}", $"{clock.Elapsed.TotalSeconds:0}");
            store.Discard();
        }

        AnsiConsole.Write(new Text($"{learnt.Count} training and {judged.Count} test images of {data.Name}, {learnt.ImageBytes} features"));
        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
    }

    private static int[] Labels(int images, int classes) => [.. Enumerable.Range(0, images).Select(i => (int)(((long)i * 7) % classes))];

    /// <summary>Groups around centres, in a space of falling variances, as features of networks have.</summary>
    private static FeatureRows Made(FeatureStore store, string name, int images, int size, int classes)
    {
        using var scope = NewDisposeScope();
        var spread = arange(1, size + 1, float32).rsqrt().Mul(6);
        // far enough apart that most images can be told, and near enough that a linear probe errs
        var centres = new CounterRandom(0, "centres").Normal(CPU, classes, size) * spread.Mul(2.7 / Math.Sqrt(size));
        var labels = Labels(images, classes);
        return store.Of(
            (first, count) => centres.index_select(0, tensor(Array.ConvertAll(labels[first..(first + count)], label => (long)label)))
                + (new CounterRandom(1, name, first).Normal(CPU, count, size) * spread),
            images, Batch, rows => rows, () => name);
    }
}
