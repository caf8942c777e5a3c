using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Pictures;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Commands;

/// <summary>Several runs on one sheet: what each makes of the same latents and of the same images.</summary>
internal static class CompareCommand
{
    private const int MostColumns = 16;
    private const int Usual = 8;

    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "Folders of runs; a row each.", Arity = ArgumentArity.OneOrMore };
        var count = NumberOption.Between("--count", 1, 256, $"How many latents, and how many test images. [default: {Usual}]");
        var seed = NumberOption.AtLeast<ulong>("--seed", 0, "Decides the latents. [default: 0]");
        var file = OutputFile.Option(".png", "The picture to write");
        var images = new Option<string?>("--data")
        {
            Description = "The images that are reconstructed. [default: those of the first run that has an E]",
            HelpName = "NAME|DIR",
        };
        var command = new ExampleCommand(
            "compare",
            "Draws the samples of several runs from the same latents on one sheet, and G(E(x)) of the same test images where there is an E.",
            "bigbigan compare runs/fashion-001 runs/no-unaries-001 --out compared.png")
        {
            runs, count, seed, images, file, CommonOptions.Json, ComputeOptions.All,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(runs),
            arguments.GetValue(count) ?? Usual,
            arguments.GetValue(seed) ?? 0,
            arguments.GetValue(images),
            arguments.GetRequiredValue(file),
            arguments.GetValue(CommonOptions.Json),
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        if (settings.Runs.Length < 2)
        {
            throw new UserMistake($"one run, {settings.Runs[0]}, is compared with nothing; name a second one, or draw it with 'bigbigan sample'");
        }

        var path = OutputFile.Check(settings.Out, ".png");
        TorchRuntime.Initialize();
        using var scope = NewDisposeScope();
        var (samples, reconstructions) = (new List<(string, Tensor)>(), new List<(string, Tensor)>());
        var answers = new List<object>();
        var (source, first) = (settings.Data, ((string Name, Prior Prior, int Size)?)null);
        Tensor? originals = null;
        string? identity = null;
        foreach (var (run, name) in settings.Runs.Zip(Names(settings.Runs)))
        {
            using var opened = OpenedRun.Open(run, settings.Compute);
            var (trained, latent) = (opened.Run, opened.Planned.Variant.Latent);
            first ??= (name, latent.Prior, latent.Size);
            if (first is { } before && (before.Prior != latent.Prior || before.Size != latent.Size))
            {
                Note.Print($"{name} draws {latent.Size} numbers of {latent.Prior.Text} where {before.Name} draws {before.Size} of {before.Prior.Text}: "
                    + "its latents are its own, column by column");
            }

            using var generator = new EvaluationGenerator(
                trained.Model, trained.Ema, settings.Seed, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas);
            samples.Add((name, Kept(generator.Draw(0, settings.Count))));
            if (trained.Model is IInference)
            {
                source ??= trained.Folder.Identity.DataSource;
                var data = opened.Images(source == trained.Folder.Identity.DataSource ? null : source);
                using var standing = EvaluationFeatures.Standing(
                    trained.Model, data.Train, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas);
                using var x = data.Test.Spread(Math.Min(settings.Count, data.Test.Count), trained.Device);
                reconstructions.Add((name, Kept(generator.Reconstruct(x))));
                originals ??= Kept(x.alias());
                identity ??= data.Name;
            }

            var own = trained.Folder.Identity;
            answers.Add(new { run, name, variant = own.Variant, trained.Step, seed = own.Seed, reconstructs = trained.Model is IInference });
        }

        ComparisonSheet.Write(
            path, samples, originals, reconstructions, Math.Min(settings.Count, MostColumns),
            $"the same latents (seed {settings.Seed}){(identity is null ? "" : $" and test images of {identity}")} by {settings.Runs.Length} runs");
        if (settings.Json)
        {
            Json.Print(new { file = path, seed = settings.Seed, settings.Count, data = identity, runs = answers });
            return;
        }

        Console.Out.WriteLine(path);
    }

    /// <summary>The last folder of each, and where several have the same one, their paths as they were typed.</summary>
    private static IReadOnlyList<string> Names(IReadOnlyList<string> runs)
    {
        var last = runs.Select(run => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run)))).ToList();
        return [.. runs.Select((run, i) => last.Count(name => name == last[i]) == 1 ? last[i] : run)];
    }

    private static Tensor Kept(Tensor images) => images.to(float32).cpu();

    /// <param name="Count">Of latents, and of test images.</param>
    /// <param name="Data">Null for the images of the first run that has an E.</param>
    internal sealed record Settings(string[] Runs, int Count, ulong Seed, string? Data, string Out, bool Json, Compute Compute);
}
