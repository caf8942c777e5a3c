using System.CommandLine;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Commands;

internal static class TrainCommand
{
    public static Command Create()
    {
        var variant = CommonOptions.Variant();
        variant.Arity = ArgumentArity.ZeroOrOne;
        var resume = new Option<string?>("--resume") { Description = "Goes on with the run in this folder; its variant, data, seed, batch and goal are the run's own.", HelpName = "RUN" };
        var run = NewRunOptions.Run();
        var steps = NumberOption.AtLeast("--steps", 1L, "Joint steps of the whole run. [default: the spec's]");
        var minutes = NumberOption.Positive("--minutes", "Training time of the whole run, instead of a number of steps.");
        var batch = NewRunOptions.Batch();
        var seed = NewRunOptions.Seed();
        var labels = NewRunOptions.Labels();
        var prove = new Option<bool>("--prove") { Description = "First compare the losses and gradients of one step, at a batch of 4, with the same step in float64." };
        var command = new ExampleCommand(
            "train",
            "Trains a variant, then measures it and draws what it learned.",
            "bigbigan train fashion",
            "bigbigan train small/fashion --data fashion --minutes 30 --run runs/long",
            "bigbigan train --resume runs/long --minutes 60")
        {
            variant, CommonOptions.Data, labels, run, steps, minutes, batch, seed, CommonOptions.Threads, CommonOptions.Device, resume, prove, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(steps) is not null && result.GetResult(minutes) is not null)
            {
                result.AddError("--steps and --minutes exclude each other");
            }

            if (result.GetResult(variant) is not { Tokens.Count: > 0 } && result.GetResult(resume) is null)
            {
                result.AddError("train needs a VARIANT, or --resume RUN");
            }

            if (result.GetResult(resume) is not null && result.GetResult(run) is not null)
            {
                result.AddError("--run names a new run and --resume an old one; give one of them");
            }
        });
        command.SetAction(arguments =>
        {
            var resumed = arguments.GetValue(resume);
            var found = resumed is null ? null : RunFolder.Open(resumed).Identity;
            var planned = arguments.GetValue(variant) is { } named ? CompiledSpecs.Find(named) : CompiledSpecs.OfRun(resumed!, found!.Variant);
            var wanted = arguments.GetValue(run);
            if (wanted is not null)
            {
                // before the images are read, which may take long
                RunFolder.CheckFree(wanted);
            }

            var source = arguments.GetValue(CommonOptions.Data) ?? (found is null ? NewRun.Data(planned.Variant) : DataLoading.SourceOf(found, resumed!));
            var device = Devices.Named(arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var data = NewRun.Images(source, planned.Variant);

            var (goalSteps, goalMinutes) = (arguments.GetValue(steps), arguments.GetValue(minutes));
            if (goalSteps is null && goalMinutes is null)
            {
                (goalSteps, goalMinutes) = (found?.Steps, found?.Minutes);
            }

            var options = new RunRequest
            {
                Variant = CompiledSpecs.Entry(planned),
                Spec = CanonicalYaml.Write(planned.Variant),
                Data = data,
                DataSource = DataLoading.Lasting(source),
                LabelsFile = arguments.GetValue(labels) is { } file ? Path.GetFullPath(file) : null,
                Folder = resumed ?? wanted,
                Resume = resumed is not null,
                Steps = goalSteps,
                Time = goalMinutes is { } time ? TimeSpan.FromMinutes(Math.Min(time, TimeSpan.MaxValue.TotalMinutes / 2)) : null,
                Batch = arguments.GetValue(batch),
                Seed = arguments.GetValue(seed),
                Threads = arguments.GetValue(CommonOptions.Threads) ?? found?.Threads ?? NewRun.Threads(planned),
                Device = device,
                Version = ProgramVersion.Text,
            };
            if (arguments.GetValue(prove))
            {
                FirstStep.Prove(options.Variant, options.Seed ?? found?.Seed ?? 0, device);
            }

            RunEvaluation.Show(Sitting.TrainAndMeasure(options, new EvaluationSettings()).Measured, arguments.GetValue(CommonOptions.Json));
        });
        return command;
    }
}
