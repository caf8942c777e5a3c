using System.Diagnostics;
using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>Training on tar shards, whose images are decoded when they are drawn, and on the same images in memory, in alternation in one process.</summary>
internal static class ShardTraining
{
    /// <summary>Of each round, from shards and from memory; the processor's time is that of all threads, decoders too.</summary>
    /// <param name="folder">Of shards.</param>
    /// <param name="steps">Of a round: many enough to see past the batches that are decoded ahead in the other's turn.</param>
    /// <exception cref="InvalidOperationException">There are so few images that they are kept decoded anyway.</exception>
    public static List<(Course Shards, Course Memory)> Of(string folder, int steps, int rounds)
    {
        var entry = Variants.All.Single(variant => variant.Facts.Path == "specs/fashion-colour");
        var images = DataSource.Load(folder, entry.Facts.DataSize, entry.Facts.Colours).Train;
        if (images.Pixels.IsDecoded)
        {
            throw new InvalidOperationException($"{folder}: its images are decoded at the start; make more of them");
        }

        using var shards = new Contender(entry, images);
        using var memory = new Contender(entry, InMemory(images));
        return [.. Enumerable.Range(0, rounds + 1).Select(_ => (shards.Take(steps), memory.Take(steps))).Skip(1)]; // the first is for warmth
    }

    /// <param name="Rate">Images per second, the median of the round's steps.</param>
    /// <param name="Processor">Seconds a step.</param>
    public sealed record Course(double Rate, double Processor);

    private static ImageSet InMemory(ImageSet images)
    {
        var pixels = new byte[images.Count * images.ImageBytes];
        Parallel.For(0, images.Count, i => images.Image(i).CopyTo(pixels, i * images.ImageBytes));
        return images.InMemory(pixels);
    }

    private sealed class Contender : IDisposable
    {
        private readonly VariantModel _model;
        private readonly TrainingState _state;
        private readonly CounterBatches _batches;

        public Contender(VariantEntry entry, ImageSet images)
        {
            _model = entry.Create(CPU, 0);
            _state = new TrainingState(_model);
            var batch = entry.Facts.Training.Batch;
            var reader = new BatchReader(images, 0, Augmentation.None);
            reader.DecodeBy(null, batch);
            _batches = new CounterBatches(_model, reader, null, 0, batch, CPU);
        }

        public Course Take(int steps)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var rate = TrainingRate.Of(_state, _batches, steps, uncounted: steps / 4);
            var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
            return new Course(rate, processor.TotalSeconds / steps);
        }

        public void Dispose()
        {
            _batches.Dispose();
            _state.Dispose();
            _model.Dispose();
        }
    }
}
