using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands;

internal static class TrainCommand
{
    public static Command Create()
    {
        var variant = CommonOptions.Variant();
        variant.Arity = ArgumentArity.ZeroOrOne;
        var resume = new Option<string?>("--resume")
        {
            Description = "Goes on with the run in this folder; its variant, data, seed, batch and goal are the run's own.",
            HelpName = "RUN",
        };
        var run = NewRunOptions.Run();
        var steps = NumberOption.AtLeast("--steps", 1L, "Joint steps of the whole run. [default: the spec's]");
        var minutes = NumberOption.Positive("--minutes", "Training time of the whole run, instead of a number of steps.");
        var batch = NewRunOptions.Batch();
        var seed = NewRunOptions.Seed();
        var labels = NewRunOptions.Labels();
        var replicas = ReplicasOption.Create("the run's; for a new run of small networks as many as a trial at the start shows to be fastest, else 1");
        var forms = FormsOption.Create();
        var log = LogOption.Create();
        var prove = new Option<bool>("--prove")
        {
            Description = "First compare the losses and gradients of one step, at a batch of 4, with the same step in float64.",
        };
        var unmeasured = new Option<bool>("--no-evaluation")
        {
            Description = "End after the last step; 'bigbigan evaluate' measures and draws the run later, here or elsewhere.",
        };
        var command = new ExampleCommand(
            "train",
            "Trains a variant, then measures it and draws what it learned.",
            "bigbigan train fashion",
            "bigbigan train small/fashion --data fashion --minutes 30 --run runs/long",
            "bigbigan train --resume runs/long --minutes 60",
            "bigbigan train fashion --steps 20000 --save-every 1000 --keep 20",
            "bigbigan train fashion --minutes 60 --evaluate-every 1000 --best probe --patience 5")
        {
            variant, CommonOptions.Data, ImageOptions.Source.All, labels, run, steps, minutes, batch, seed,
            ImageOptions.Reading.All, replicas, ComputeOptions.All, forms, resume, ScheduleOptions.All, ScheduleOptions.Patience, log, prove, unmeasured,
            CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(steps) is not null && result.GetResult(minutes) is not null)
            {
                result.AddError("--steps and --minutes are mutually exclusive");
            }

            if (result.GetResult(variant) is not { Tokens.Count: > 0 } && result.GetResult(resume) is null)
            {
                result.AddError("train needs a VARIANT, or --resume RUN");
            }

            if (result.GetResult(resume) is not null && FormsOption.IsMeasured(result.GetValue(forms)))
            {
                result.AddError("--forms measured is for a new run; name the forms that the run is to go on with, or leave --forms out");
            }

            if (result.GetResult(resume) is not null && result.GetResult(run) is not null)
            {
                result.AddError("--run names a new run and --resume an old one; give one of them");
            }
        });
        command.SetAction(arguments => Ranks.Run(arguments.GetValue(replicas), ranks => Execute(new Settings
        {
            Variant = arguments.GetValue(variant),
            Resume = arguments.GetValue(resume),
            Run = arguments.GetValue(run),
            Data = arguments.GetValue(CommonOptions.Data),
            Source = ImageOptions.SourceOf(arguments),
            Reading = ImageOptions.ReadingOf(arguments),
            Labels = arguments.GetValue(labels),
            Steps = arguments.GetValue(steps),
            Minutes = arguments.GetValue(minutes),
            Batch = arguments.GetValue(batch),
            Seed = arguments.GetValue(seed),
            Replicas = arguments.GetValue(replicas),
            Compute = ComputeOptions.Of(arguments),
            Forms = arguments.GetValue(forms),
            Schedule = ScheduleOptions.Of(arguments) with { Patience = arguments.GetValue(ScheduleOptions.Patience) },
            Logs = arguments.GetValue(log),
            Prove = arguments.GetValue(prove),
            IsMeasured = !arguments.GetValue(unmeasured),
            Json = arguments.GetValue(CommonOptions.Json),
        }, ranks)));
        return command;
    }

    private static void Execute(Settings settings, MpiReplicas? ranks)
    {
        var found = settings.Resume is null ? null : Found(settings.Resume, ranks);
        var planned = settings.Variant is { } named ? CompiledSpecs.Find(named) : CompiledSpecs.OfRun(settings.Resume!, found!.Variant);
        if (settings.Run is not null && ranks is not { Rank: > 0 })
        {
            // before the images are read, which may take long
            RunFolder.CheckFree(settings.Run);
        }

        var request = Request(settings, planned, found, ranks, new ConsoleReport());
        if (ranks is { Rank: > 0 })
        {
            RankSession.Follow(request, found, ranks);
            return;
        }

        if (settings.Prove)
        {
            FirstStep.Prove(request.Variant, request.Seed ?? found?.Seed ?? 0, request.Device);
        }

        using var stop = new StopSignals(ranks is null ? null : ranks.Leave); // before the training a signal ends the program at once
        var session = TrainingSession.Run(request, settings.IsMeasured ? new EvaluationSettings() : null, new ConsoleReport(stop), stop.Token);
        if (session.Result is { } measured)
        {
            EvaluationDisplay.Show(measured, settings.Json);
        }
        else
        {
            Console.Out.WriteLine(settings.Json
                ? JsonFormat.Text(new { run = session.Folder.Path, step = session.Step, seconds = session.Seconds, threads = session.Threads })
                : $"measure it with: {session.Folder.Advice.Measure}");
        }
    }

    /// <summary>What the run is that is gone on with: rank 0 reads it, and tells the others, which need no run folder.</summary>
    private static RunIdentity Found(string folder, MpiReplicas? ranks)
    {
        if (ranks is null)
        {
            return RunFolder.Open(folder).Identity;
        }

        var own = ranks.Rank == 0 ? JsonFormat.File(RunFolder.Open(folder).Identity) : "";
        return JsonFormat.Read<RunIdentity>(ranks.Exchange(own)[0]);
    }

    /// <param name="found">What the run is that is gone on with; null for a new one.</param>
    private static RunRequest Request(Settings settings, PlannedVariant planned, RunIdentity? found, MpiReplicas? ranks, ISessionReport report)
    {
        var facts = CompiledSpecs.Entry(planned).Facts;
        var source = settings.Data ?? (found is null ? RunImages.DefaultSource(facts) : RunImages.SourceOf(found, settings.Resume!));
        var device = Devices.Named(settings.Compute.Device, settings.Compute.Threads);
        var options = found is null ? settings.Source : RunImages.OptionsOf(found).Or(settings.Source);
        var data = RunImages.LoadToTrain(source, facts, report, options);

        // a goal that is not asked for is the run's own
        var (steps, minutes) = settings is { Steps: null, Minutes: null } ? (found?.Steps, found?.Minutes) : (settings.Steps, settings.Minutes);
        return RunRequests.Of(planned, source, data, settings.Resume ?? settings.Run, device) with
        {
            LabelsFile = settings.Labels is { } file ? Path.GetFullPath(file) : null,
            Reading = settings.Reading,
            Resume = settings.Resume is not null,
            Steps = steps,
            Time = minutes is { } time ? TimeSpan.FromMinutes(Math.Min(time, TimeSpan.MaxValue.TotalMinutes / 2)) : null,
            Batch = settings.Batch,
            Seed = settings.Seed,
            Schedule = settings.Schedule,
            Logs = settings.Logs,
            Replicas = ranks?.Count ?? settings.Replicas,
            Ranks = ranks,
            Forms = FormsOption.Of(settings.Forms),
            MeasuresForms = FormsOption.IsMeasured(settings.Forms) ? true : null,
            Threads = settings.Compute.Threads ?? found?.Threads ?? RunRequests.Threads(planned),
        };
    }

    internal sealed record Settings
    {
        /// <summary>Null where a run is gone on with, whose own it is.</summary>
        public string? Variant { get; init; }

        /// <summary>The folder of the run to go on with.</summary>
        public string? Resume { get; init; }

        /// <summary>The folder of a new run; null for the next free one.</summary>
        public string? Run { get; init; }

        /// <summary>Null for the run's own images, or the variant's.</summary>
        public string? Data { get; init; }

        /// <summary>How the images' source is read; what is not asked for is the run's own.</summary>
        public required SourceOptions Source { get; init; }

        /// <summary>How images are read while it trains.</summary>
        public required ReadingSettings Reading { get; init; }

        /// <summary>The file of the labels, for a variant that takes them from one.</summary>
        public string? Labels { get; init; }

        /// <summary>Of the whole run.</summary>
        public long? Steps { get; init; }

        /// <summary>Of the whole run.</summary>
        public double? Minutes { get; init; }

        public int? Batch { get; init; }

        public ulong? Seed { get; init; }

        /// <summary>That share each batch; null for the run's own, or as many as are fastest.</summary>
        public int? Replicas { get; init; }

        public required Compute Compute { get; init; }

        /// <summary>Of convolutions, by name or to be measured; null for the run's own, or the device's usual ones.</summary>
        public string? Forms { get; init; }

        /// <summary>What happens beside the steps; what is not asked for is the run's own.</summary>
        public required RunSchedule Schedule { get; init; }

        /// <summary>Forms of the log; null for those of the run, or the usual ones.</summary>
        public IReadOnlyList<LogKind>? Logs { get; init; }

        /// <summary>Whether the first step is compared with float64 before the training.</summary>
        public bool Prove { get; init; }

        /// <summary>Whether the trained run is measured and drawn.</summary>
        public bool IsMeasured { get; init; }

        public bool Json { get; init; }
    }
}
