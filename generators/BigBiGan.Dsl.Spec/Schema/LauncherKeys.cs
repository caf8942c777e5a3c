using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The table of all keys of a launcher's profile: how the cells of a grid become jobs of a cluster.</summary>
public static class LauncherKeys
{
    private static readonly KeyRows Rows = new(); // before all rows: initializers run in the order of the text

    public static readonly Key<string> Launcher = Rows.Required("launcher", new IdentifierType(), "the name of the cluster, or of a part of it", "MyCluster");
    public static readonly Key<string> Summary = Rows.Optional("summary", new TextType(), "", "one line for people", "\"the cards of the department\"");
    public static readonly Key<string> Partition = Rows.Optional(
        "partition", new QueueWordType(), "", "the partition or queue", "gpu", none: true);
    public static readonly Key<string> Account = Rows.Optional("account", new QueueWordType(), "", "the account that pays", "vision", none: true);
    public static readonly Key<int> Time = Rows.Optional(
        "time", new DurationType(), 0,
        "the time limit of a job; a cell that needs longer saves shortly before and is queued again", "12:00:00", none: true);
    public static readonly Key<int> Cards = Rows.Optional("cards", new IntegerType(1, 64), 0, "GPUs of a job; a cell uses one", "1", none: true);
    public static readonly Key<int> Cpus = Rows.Optional("cpus", new IntegerType(1, 1024), 0, "cores of a job", "8", none: true);
    public static readonly Key<double> Memory = Rows.Optional("memory", BudgetTypes.Gigabytes, 0, "memory of a job", "64 GB", none: true);
    public static readonly Key<EquatableArray<string>> Modules = Rows.Optional(
        "modules", new ModulesType(), EquatableArray<string>.Empty, "what `module load` loads before a cell", "[cuda/12.4]", none: true);
    public static readonly Key<EquatableArray<string>> Setup = Rows.Optional(
        "setup", new SetupType(), EquatableArray<string>.Empty, "lines of bash before the cells of a job, after the modules",
        "[\"export XDG_CACHE_HOME=/scratch/$USER\"]", none: true);
    public static readonly Key<string> Program = Rows.Optional(
        "program", new TextType(), "", "how `bigbigan` is called on a node; the program that submits, where the key is left out",
        "\"apptainer exec --nv bigbigan.sif bigbigan\"", none: true);
    public static readonly Key<EquatableArray<string>> Options = Rows.Optional(
        "options", new OptionsType(), EquatableArray<string>.Empty, "further options of `sbatch`", "[--constraint=a100, --qos=long]", none: true);
    public static readonly Key<int> Replicas = Rows.Optional(
        "replicas", new IntegerType(1, 1024), 1,
        "threads that share each batch of a cell, as those of `train --replicas`; where `cpus` says nothing, a job asks for as many cores", "4");
    public static readonly Key<int> CellsPerJob = Rows.Optional(
        "cells-per-job", new IntegerType(1, 1000), 1, "cells of a job, one after the other: for cells that take minutes", "4");
    public static readonly Key<int> Limit = Rows.Optional("limit", new IntegerType(1, 100_000), 0, "jobs of an array at once", "8", none: true);
    public static readonly Key<double> Rate = Rows.Optional(
        "rate", BudgetTypes.Number, 0, "the speed of one card or node, as a calibration has it: `grid plan --profile` then shows hours", "40000G", none: true);
    public static readonly Key<string> Submit = Rows.Optional(
        "command.submit", new TemplateType(TemplateType.OfJob), "",
        "the line of the shell that gives a job to a queue; the last line of its answer is the job's id",
        "\"qsub -N {name} -o {log} -j oe -l walltime={time} {script}\"", none: true);
    public static readonly Key<string> Queued = Rows.Optional(
        "command.queued", new TemplateType(TemplateType.OfId), "",
        "the line that succeeds as long as a job waits or runs", "\"qstat {id}\"", none: true);
    public static readonly Key<string> Cancel = Rows.Optional(
        "command.cancel", new TemplateType(TemplateType.OfId), "", "the line that takes a job out of the queue", "\"qdel {id}\"", none: true);

    /// <summary>In the order of docs/clusters.md.</summary>
    public static KeySet Table { get; } = new("a launcher", "docs/clusters.md", inherits: false, Rows.All);
}
