using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>What a sound launcher's file says; empty texts and zeros where it says nothing.</summary>
/// <param name="Seconds">The time limit of a job.</param>
/// <param name="Gigabytes">Of a job's memory; a GB is 1e9 bytes.</param>
/// <param name="Setup">Lines of bash.</param>
/// <param name="Program">How the command is called on a node.</param>
/// <param name="Options">Further ones of <c>sbatch</c>.</param>
/// <param name="Replicas">That share each batch of a cell.</param>
/// <param name="Limit">Jobs at once.</param>
/// <param name="Rate">Cost per second of training, as a calibration has it.</param>
/// <param name="Submit">The line that gives a job to another queue than Slurm's.</param>
/// <param name="Queued">The line that asks for a job of it.</param>
/// <param name="Cancel">The line that ends a job of it.</param>
public sealed record LauncherProfile(
    string Name, string Partition, string Account, int Seconds, int Cards, int Cpus, double Gigabytes,
    EquatableArray<string> Modules, EquatableArray<string> Setup, string Program, EquatableArray<string> Options,
    int Replicas, int CellsPerJob, int Limit, double Rate, string Submit, string Queued, string Cancel)
{
    /// <summary>Of who has no file: whatever the cluster gives.</summary>
    public static LauncherProfile Plain { get; } =
        new("", "", "", 0, 0, 0, 0, EquatableArray<string>.Empty, EquatableArray<string>.Empty, "", EquatableArray<string>.Empty, 1, 1, 0, 0, "", "", "");

    /// <summary>That a job asks for; 0 where it takes what the queue gives.</summary>
    public int Cores => Cpus > 0 || Replicas == 1 ? Cpus : Replicas;

    /// <summary>The time limit in hours, minutes and seconds; empty where there is none.</summary>
    public string Time => Seconds > 0 ? FormattableString.Invariant($"{Seconds / 3600}:{Seconds / 60 % 60:00}:{Seconds % 60:00}") : "";

    /// <summary>Of a job's memory; a MB here has 2^20 bytes, as queues count.</summary>
    public long Megabytes => (long)Math.Ceiling(Gigabytes * 1e9 / (1 << 20));

    /// <param name="file">A launcher without problems.</param>
    public static LauncherProfile Of(SpecFile file)
    {
        var tree = new ResolvedTree(file.Root!, file.Path);
        return new LauncherProfile(
            tree.Get(LauncherKeys.Launcher), tree.Get(LauncherKeys.Partition), tree.Get(LauncherKeys.Account), tree.Get(LauncherKeys.Time),
            tree.Get(LauncherKeys.Cards), tree.Get(LauncherKeys.Cpus), tree.Get(LauncherKeys.Memory), tree.Get(LauncherKeys.Modules),
            tree.Get(LauncherKeys.Setup), tree.Get(LauncherKeys.Program), tree.Get(LauncherKeys.Options), tree.Get(LauncherKeys.Replicas),
            tree.Get(LauncherKeys.CellsPerJob), tree.Get(LauncherKeys.Limit), tree.Get(LauncherKeys.Rate),
            tree.Get(LauncherKeys.Submit), tree.Get(LauncherKeys.Queued), tree.Get(LauncherKeys.Cancel));
    }

    /// <summary>The names that a template asks for.</summary>
    public static IEnumerable<string> Names(string template) => TemplateType.Names(template);

    /// <summary>A template with its values.</summary>
    public static string Fill(string template, Func<string, string> value) => TemplateType.Fill(template, value);
}
