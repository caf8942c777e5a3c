using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Data;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

internal static class TrainCommand
{
    public static Command Create()
    {
        var variant = CommonOptions.Variant();
        variant.Arity = ArgumentArity.ZeroOrOne;
        var resume = new Option<string?>("--resume") { Description = "Goes on with the run in this folder; its variant, data, seed and batch are the run's own.", HelpName = "RUN" };
        var run = new Option<string?>("--run") { Description = "The new run's folder. [default: the next free runs/VARIANT-NNN]", HelpName = "DIR" };
        var steps = new Option<long?>("--steps") { Description = "Joint steps of the whole run. [default: the spec's]" };
        var minutes = new Option<double?>("--minutes") { Description = "Training time of the whole run, instead of a number of steps." };
        var batch = new Option<int?>("--batch") { Description = "Images per update. [default: the spec's]" };
        var seed = new Option<ulong?>("--seed") { Description = "Decides initialisation, data order, augmentation and noise. [default: 0]" };
        var command = new Command("train", """
            Trains a variant, then measures it and draws what it learned.

            Examples:
              bigbigan train fashion
              bigbigan train small/fashion --data fashion --minutes 30 --run runs/long
              bigbigan train --resume runs/long --minutes 60
            """)
        {
            variant, CommonOptions.Data, run, steps, minutes, batch, seed, CommonOptions.Threads, CommonOptions.Device, resume, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(steps) is not null && result.GetValue(minutes) is not null)
            {
                result.AddError("--steps and --minutes exclude each other");
            }

            if (result.GetValue(variant) is null && result.GetValue(resume) is null)
            {
                result.AddError("train needs a VARIANT, or --resume RUN");
            }

            if (result.GetValue(resume) is not null && result.GetValue(run) is not null)
            {
                result.AddError("--run names a new run and --resume an old one; give one of them");
            }
        });
        command.SetAction(arguments =>
        {
            var resumed = arguments.GetValue(resume);
            var found = resumed is null ? null : RunFolder.Open(resumed).Identity;
            var planned = CompiledSpecs.Find(arguments.GetValue(variant) ?? found!.Variant);
            var source = arguments.GetValue(CommonOptions.Data) ?? found?.DataSource ?? DefaultData(planned.Variant);
            var device = Devices.Named(arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var data = DataLoading.Load(source, planned.Variant);
            var options = new TrainingOptions
            {
                Variant = CompiledSpecs.Entry(planned),
                Spec = CanonicalYaml.Write(planned.Variant),
                Data = data,
                DataSource = DataLoading.Lasting(source),
                Folder = resumed ?? arguments.GetValue(run) ?? NextFolder(planned.Variant.Path),
                Resume = resumed is not null,
                Steps = Positive(arguments.GetValue(steps), "--steps"),
                Time = arguments.GetValue(minutes) is { } m ? TimeSpan.FromMinutes(m > 0 ? m : throw new UserMistake($"--minutes is {m.ToString(CultureInfo.InvariantCulture)}; expected more than 0")) : null,
                Batch = arguments.GetValue(batch),
                Seed = arguments.GetValue(seed),
                Threads = arguments.GetValue(CommonOptions.Threads),
                Device = device,
                Version = ProgramVersion.Text,
            };
            return Train(options, data, arguments.GetValue(CommonOptions.Json));
        });
        return command;
    }

    private static int Train(TrainingOptions options, DataSource data, bool json)
    {
        using var stop = new StopSignals();
        using var run = TrainingRun.Start(options, Warning.Print);
        var identity = run.Folder.Identity;
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{identity.Variant} on {data.Name}: {data.Train.Count} images, batch {identity.Batch}, seed {identity.Seed}, {identity.Threads} threads, {run.Folder.Path}");
        var display = new TrainingDisplay(title, run.Goal, Terminal.Progress);
        var outcome = display.Show(progress => run.Train(progress, stop.Token));
        if (outcome.End != TrainingEnd.Finished)
        {
            throw new UserMistake(outcome.Message);
        }

        Terminal.Progress.WriteLine(outcome.Message);
        RunEvaluation.Run(new Trained(run.Folder, run.Model, run.Ema, options.Device, run.Step), options.Variant, data, json);
        return 0;
    }

    /// <summary>The embedded images, where they are what the variant asks for.</summary>
    private static string DefaultData(Variant variant) => variant is { Image: { Size: 32, Colours: 1 } } && (variant.Encoder?.Image ?? 32) == 32
        ? DataSource.Embedded
        : throw new UserMistake($"{variant.Path} draws {variant.Image.Colours}-colour images of {variant.Image.Size} px and has no data of its own; give --data DIR, a folder of class folders of PNG or JPEG");

    private static string NextFolder(string variant)
    {
        var name = variant.Split('/')[^1];
        for (var i = 1; ; i++)
        {
            var folder = Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{name}-{i:000}"));
            if (!Directory.Exists(folder))
            {
                return folder;
            }
        }
    }

    private static long? Positive(long? value, string option) =>
        value is null or > 0 ? value : throw new UserMistake($"{option} is {value}; expected 1 or more");
}
