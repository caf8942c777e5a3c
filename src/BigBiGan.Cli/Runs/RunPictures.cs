using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Training.Data;
using BigBiGan.Training.Evaluation;
using BigBiGan.Training.Pictures;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Runs;

/// <summary>The pictures of a run.</summary>
internal static class RunPictures
{
    private const int Samples = 64;
    private const int Reconstructions = 32;

    /// <summary>Samples, reconstructions (where there is an encoder) and the plot of the log, into the run's folder.</summary>
    public static IReadOnlyList<string> Write(Trained trained, DataSource data)
    {
        var files = new List<string>();
        using (var generator = new JudgedGenerator(trained.Model, trained.Ema, trained.Folder.Identity.Seed, trained.Device))
        {
            files.Add(In("samples.png"));
            WriteSamples(generator, trained, Samples, files[^1]);
            if (trained.Model is IInference)
            {
                files.Add(MeasuredData.File(trained.Folder, data, "reconstructions", ".png"));
                WriteReconstructions(generator, trained, data, Reconstructions, files[^1]);
            }
        }

        if (RunLog.Read(trained.Folder.LogFile) is { Count: > 1 } records)
        {
            files.Add(In("losses.png"));
            LossPlot.Write(files[^1], records, Caption(trained));
        }

        return files;

        string In(string name) => Path.Combine(trained.Folder.Path, name);
    }

    public static void WriteSamples(JudgedGenerator generator, Trained trained, int count, string path)
    {
        using var images = generator.Draw(0, count);
        SampleSheet.Write(path, images, columns: 8, caption: $"samples of {Caption(trained)}");
    }

    public static void WriteReconstructions(JudgedGenerator generator, Trained trained, DataSource data, int count, string path)
    {
        var network = trained.Model.Networks.Single(n => n.Role == "E").Network;
        var training = network.training;
        network.eval();
        try
        {
            // a folder's images stand in class order: spread over all of them
            var shown = Math.Min(count, data.Test.Count);
            using var x = TorchSharp.torch.cat([.. Enumerable.Range(0, shown).Select(i => data.Test.ToTensor((int)((long)i * data.Test.Count / shown), 1, trained.Device))]);
            using var reconstructed = generator.Reconstruct(x);
            var factor = trained.Model.Facts.DataSize / trained.Model.Facts.ImageSize;
            using var seen = Dsl.Layers.Pool.Average(x, factor);
            ReconstructionSheet.Write(path, seen, reconstructed, columns: 8, caption: $"x over G(E(x)) of {Caption(trained)}");
        }
        finally
        {
            network.train(training);
        }
    }

    private static string Caption(Trained trained) => string.Create(
        CultureInfo.InvariantCulture, $"{trained.Folder.Identity.Variant}, {trained.Folder.Identity.Data}, step {trained.Step}, seed {trained.Folder.Identity.Seed}");
}
