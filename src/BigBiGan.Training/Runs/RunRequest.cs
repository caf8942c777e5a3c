using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using static TorchSharp.torch;

namespace BigBiGan.Training.Runs;

/// <summary>What is asked of one sitting of a run: by <c>train</c>, by <c>import</c>, and by a cell of a grid.</summary>
public sealed record RunRequest
{
    private const long SmallMultiplyAdds = 500_000_000;

    public required VariantEntry Variant { get; init; }

    /// <summary>The resolved spec as YAML, kept with the run.</summary>
    public required string Spec { get; init; }

    public required DataSource Data { get; init; }

    /// <summary>The images as they were asked for: a name or a folder.</summary>
    public required string DataSource { get; init; }

    /// <summary>The file of the images' labels, for a variant that takes them from one.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>New or empty, or null for the next free <c>runs/VARIANT-NNN</c>; with <see cref="Resume"/> the folder of a run.</summary>
    public required string? Folder { get; init; }

    public bool Resume { get; init; }

    /// <summary>What messages advise; null for that of a run of its own, whose folder may not have a name yet.</summary>
    public RunAdvice? Advice { get; init; }

    /// <summary>Of the whole run. The spec's where null; with <see cref="Time"/> alone there is no limit but the time.</summary>
    public long? Steps { get; init; }

    /// <summary>Training time of the whole run, earlier sittings included.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The run's where null and resumed, else the spec's.</summary>
    public int? Batch { get; init; }

    /// <summary>The run's where null and resumed, else 0.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The run's where null and resumed, else libtorch's choice.</summary>
    public int? Threads { get; init; }

    /// <summary>Replicas that share each batch, a model each; null for the run's where resumed, else for as many as a trial shows to be fastest.</summary>
    public int? Replicas { get; init; }

    /// <summary>The seat of rank 0 among processes that train the run together, as many as <see cref="Replicas"/>; null where it trains alone.</summary>
    public MpiReplicas? Ranks { get; init; }

    public Device Device { get; init; } = CPU;

    /// <summary>How convolutions are calculated; null for the run's where resumed, else for the usual forms.</summary>
    public ConvolutionForms? Forms { get; init; }

    /// <summary>Whether a trial decides that for a new run; null for where a CUDA device calculates and the run is long enough.</summary>
    public bool? MeasuresForms { get; init; }

    /// <summary>How images are read.</summary>
    public ReadingSettings Reading { get; init; } = new();

    /// <summary>Of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The forms of the log, besides <c>log.jsonl</c>, which is always written; null for the run's where resumed, else for TensorBoard.</summary>
    public IReadOnlyList<LogKind>? Logs { get; init; }

    /// <summary>What happens beside the steps; what is null is the run's own where resumed, else the usual.</summary>
    public RunSchedule Schedule { get; init; } = new();

    /// <summary>Steps from one log line to the next.</summary>
    public int LogEvery { get; init; } = 10;

    /// <summary>Time from one checkpoint to the next, where the schedule has no number of steps.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The threads of a new run where nobody names a number: one for small networks. Their convolutions' backward passes wait at barriers longer
    /// than a second thread saves (docs/performance.md), and their results are then the same on machines of any number of cores.
    /// </summary>
    /// <param name="multiplyAdds">Of one image through all networks.</param>
    /// <returns>Null for libtorch's choice.</returns>
    public static int? DefaultThreads(long multiplyAdds) => multiplyAdds < SmallMultiplyAdds ? 1 : null;
}
