using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CheckpointOption.Create();
        var replicas = ReplicasOption.OfRun();
        var neighbours = NumberOption.Between("--neighbours", 1, 1000, "The k of nearest neighbours. [default: 5]");
        var features = new Option<string>("--features")
        {
            Description = "Whose features judge samples: a classifier of the run's own images, or Inception with the weights in FILE, "
                + "with which FID is calculated (docs/data.md says where they are); inception-clean resizes as clean-fid does.",
            HelpName = string.Join('|', FeatureKind.All.Select(kind => kind.Form)),
            DefaultValueFactory = _ => FeatureKind.Classifier.Word,
        };
        var samples = NumberOption.AtLeast(
            "--samples", 10,
            "Samples to draw for distances and scores; without --reference at most half of the training images. [default: 5000]");
        var probeImages = NumberOption.AtLeast(
            "--probe-images", 2,
            "At most so many training images, and as many test images, for the linear probe and nearest neighbours. [default: 10000]");
        var probeCrops = NumberOption.Between(
            "--probe-crops", 1, 1000,
            "Fit the probe to so many random crops of each training image, mirrored half of the time, as the paper does, in place of its centre.");
        var crelu = new Option<bool>("--crelu")
        {
            Description = "Fit a second probe to BN+CReLU of the features, the paper's other representation.",
        };
        var standing = StandingOption.Create();
        var reference = new Option<string?>("--reference")
        {
            Description = "Compare the Frechet distance with the mean and covariance in this file (.npz with mu and sigma), as other tools publish them.",
            HelpName = "FILE",
        };
        var statistics = new Option<string?>("--write-reference")
        {
            Description = "Also write mean and covariance of the features of all training images (.npz with mu and sigma).",
            HelpName = "FILE",
        };
        var command = new ExampleCommand(
            "evaluate",
            "Measures a run's newest checkpoint into its metrics.json (with other --data or settings than the usual: into a file named after them), "
            + "and draws its pictures again.",
            "bigbigan evaluate runs/fashion-001",
            "bigbigan evaluate runs/fashion-001 --data fashion --json",
            "bigbigan evaluate runs/bigan-001 --neighbours 1",
            "bigbigan evaluate runs/base-001 --probe-images 2000000 --probe-crops 4 --crelu")
        {
            run, checkpoint, CommonOptions.Data, neighbours, probeImages, probeCrops, crelu, features, samples, standing, reference, statistics,
            replicas, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(checkpoint),
            arguments.GetValue(CommonOptions.Data),
            arguments.GetValue(neighbours) ?? new EvaluationSettings().Neighbours,
            arguments.GetValue(probeImages) ?? new EvaluationSettings().TrainImages,
            arguments.GetValue(probeCrops) ?? new EvaluationSettings().ProbeCrops,
            arguments.GetValue(crelu),
            arguments.GetValue(features)!,
            arguments.GetValue(samples) ?? new EvaluationSettings().Samples,
            arguments.GetValue(standing) ?? new EvaluationSettings().StandingBatches,
            arguments.GetValue(reference),
            arguments.GetValue(statistics),
            arguments.GetValue(replicas),
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        // what was asked for is checked before the run and its images are read
        var evaluation = new EvaluationSettings
        {
            Neighbours = settings.Neighbours,
            TrainImages = settings.ProbeImages,
            TestImages = settings.ProbeImages,
            ProbeCrops = settings.ProbeCrops,
            BatchNormCRelu = settings.BatchNormCRelu,
            Features = Chosen(settings.Features),
            Samples = settings.Samples,
            StandingBatches = settings.StandingBatches,
            Reference = settings.Reference is { } reference ? ReferenceFile.Read(reference) : null,
        };
        var statistics = settings.Statistics is { } path ? OutputFile.Check("--write-reference", path, [ReferenceFile.Ending]) : null;
        using var opened = OpenedRun.Open(settings.Run, settings.Compute, settings.Checkpoint, settings.Replicas);
        var result = RunEvaluation.Write(opened.Run, opened.Entry, opened.Images(settings.Data), evaluation, new ConsoleReport(), statistics);
        EvaluationDisplay.Show(result, settings.Json);
        if (statistics is not null && !settings.Json)
        {
            Console.Out.WriteLine(statistics);
        }
    }

    private static FeatureChoice Chosen(string features)
    {
        try
        {
            return FeatureChoice.Parse(features);
        }
        catch (RunException problem)
        {
            throw new UserMistake($"--features: {problem.Message}");
        }
    }

    /// <param name="Checkpoint">Null for the newest.</param>
    /// <param name="Data">Null for the run's own images.</param>
    /// <param name="Neighbours">The k of nearest neighbours.</param>
    /// <param name="ProbeImages">For probe and neighbours: training images, and as many test images.</param>
    /// <param name="ProbeCrops">Of each training image; 0 for its centre.</param>
    /// <param name="BatchNormCRelu">Whether there is a second probe.</param>
    /// <param name="Features">As it was typed.</param>
    /// <param name="Samples">For distances and scores.</param>
    /// <param name="StandingBatches">Of G's statistics.</param>
    /// <param name="Reference">A file of statistics to compare with; null for the run's training images.</param>
    /// <param name="Statistics">A file of statistics to write; null for none.</param>
    /// <param name="Replicas">Batches that are calculated at once; null for the run's.</param>
    internal sealed record Settings(
        string Run, CheckpointChoice? Checkpoint, string? Data, int Neighbours, int ProbeImages, int ProbeCrops, bool BatchNormCRelu,
        string Features, int Samples, int StandingBatches, string? Reference, string? Statistics, int? Replicas, Compute Compute, bool Json);
}
