using System.CommandLine;

namespace BigBiGan.Cli.Options;

/// <summary>How many threads train one run, or calculate batches of what is made of it, at once.</summary>
internal static class ReplicasOption
{
    /// <param name="usual">The number where nobody gives one, in words.</param>
    public static Option<int?> Create(string usual) => NumberOption.Between(
        "--replicas", 1, 1024,
        "Threads that share each batch, a model each, with the statistics of the whole batch; results repeat bit for bit at a fixed number. "
        + $"[default: {usual}]");

    /// <summary>Of a command that looks at a run.</summary>
    public static Option<int?> OfRun() => NumberOption.Between(
        "--replicas", 1, 1024, "Threads that each calculate batches of their own; no number depends on it. [default: the run's]");
}
