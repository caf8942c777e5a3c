using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Cli.Runs;

/// <summary>A training by several processes that a launcher of MPI started, of which one speaks: rank 0. All end together, with its exit code.</summary>
internal static class Ranks
{
    /// <summary>
    /// To be called before the console is used: Open MPI's launcher gives each rank a terminal that nobody looks at, which .NET would greet with an
    /// escape sequence in the midst of what was asked for.
    /// </summary>
    public static void Quieten()
    {
        if (MpiLauncher.Count > 1)
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");
        }
    }

    /// <param name="replicas">The number that was asked for; null for as many as were started.</param>
    /// <param name="train">Receives this process's seat; null where it was started alone.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int? replicas, Action<MpiReplicas?> train)
    {
        if (MpiLauncher.Count == 1)
        {
            train(null);
            return ExitCode.Done;
        }

        var error = Console.Error;
        var ranks = MpiReplicas.Connect(line => error.WriteLine($"bigbigan: {line}"));
        using var deaf = ranks.Rank > 0 ? new StopSignals() : null; // rank 0 hears signals, and says when it is over
        if (ranks.Rank > 0)
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
        }

        try
        {
            if (replicas is { } asked && asked != ranks.Count)
            {
                throw new UserMistake(
                    $"--replicas is {asked}, and {ranks.Count} processes were started, each of which is one replica; leave it out, or give {ranks.Count}");
            }

            train(ranks);
        }
        catch (Exception problem)
        {
            return ranks.Rank == 0 ? Ended(ranks, ErrorText.Print(problem)) : Failed(ranks, problem, error);
        }

        return ranks.Rank == 0 ? Ended(ranks, ExitCode.Done) : ranks.Follow();
    }

    private static int Ended(MpiReplicas ranks, int code)
    {
        ranks.Leave(code);
        return code;
    }

    private static int Failed(MpiReplicas ranks, Exception problem, TextWriter error)
    {
        if (ErrorText.OneLine(problem) is not { } reason)
        {
            error.WriteLine(problem);
            reason = $"internal error: {problem.Message.Split('\n')[0]}";
        }

        if (ranks.Fail(reason) is { } code)
        {
            return code;
        }

        error.WriteLine($"bigbigan: rank {ranks.Rank} on {ranks.Host(ranks.Rank)}: {reason}");
        return ExitCode.Mistake;
    }
}
