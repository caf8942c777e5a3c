using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Labels;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Cli.Commands;

internal static class ClusterCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var k = NumberOption.AtLeast("--k", 2, "How many clusters. [default: 50]");
        var seed = NumberOption.AtLeast("--seed", 0UL, "Decides the first centres. [default: 0]");
        var file = OutputFile.Option(".txt", "The labels file to write");
        var command = new ExampleCommand(
            "cluster",
            "Labels the training images by k-means over a run's features: for variants with `labels: { from: file }`.",
            "bigbigan cluster runs/fashion-001 --k 50 --out labels.txt",
            "bigbigan cluster runs/fashion-001 --k 10 --data fashion --out labels.txt --json")
        {
            run, CommonOptions.Data, k, seed, file, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(CommonOptions.Data),
            arguments.GetValue(k) ?? 50,
            arguments.GetValue(seed) ?? 0,
            arguments.GetRequiredValue(file),
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var path = OutputFile.Check(settings.Out, ".txt");
        using var opened = OpenedRun.Open(settings.Run, settings.Compute);
        var images = opened.Images(settings.Data).Train;
        var clusters = settings.Clusters;
        if (clusters > images.Count)
        {
            throw new UserMistake($"--k is {clusters}, but {images.Name} has {images.Count} training images; expected no more clusters than images");
        }

        using var features = EvaluationFeatures.Of(opened.Run.Model, images, opened.Run.Device, opened.Run.Replicas);
        var start = settings.Seed;
        var (labels, spread) = KMeans.Run(features, clusters, start, SlowProgress.Of("clustering, rounds at most"));
        var origin = string.Create(
            CultureInfo.InvariantCulture, $"k-means over the features of {opened.Planned.Variant.Path}, step {opened.Run.Step}, centres of seed {start}");
        new LabelsFile(images.Identity, clusters, origin, labels).Write(path);
        Report(path, images, clusters, labels, spread, settings.Json);
    }

    private static void Report(string path, ImageSet images, int k, int[] labels, double spread, bool json)
    {
        var sizes = Enumerable.Range(0, k).Select(cluster => labels.Count(label => label == cluster)).ToArray();
        var agreement = images.ClassNames.Count > 1 ? ClusterAgreement.Of(labels, images.Labels) : null;
        if (json)
        {
            Json.Print(new
            {
                file = path,
                clusters = k,
                images = images.Count,
                smallest = sizes.Min(),
                largest = sizes.Max(),
                meanSquaredDistance = spread,
                purity = agreement?.Purity,
                normalisedMutualInformation = agreement?.NormalisedMutualInformation,
            });
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{images.Count} images in {k} clusters of {sizes.Min()} to {sizes.Max()}; mean squared distance {spread:0.####}"));
        if (agreement is not null)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"against the {images.ClassNames.Count} classes of {images.Name}: "
                + $"purity {agreement.Purity:0.000}, normalised mutual information {agreement.NormalisedMutualInformation:0.000}"));
        }

        Console.Out.WriteLine(path);
    }

    /// <param name="Data">Null for the run's own images.</param>
    /// <param name="Seed">Of the first centres.</param>
    /// <param name="Out">The file of labels to write.</param>
    internal sealed record Settings(string Run, string? Data, int Clusters, ulong Seed, string Out, Compute Compute, bool Json);
}
