using System.Diagnostics;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>The command as several processes of one host, started by Open MPI's launcher.</summary>
internal static class MpiRun
{
    /// <summary>The launcher of MPICH beside Open MPI, as Debian names it.</summary>
    private const string Mpich = "mpirun.mpich";

    private static readonly string[] Launcher = ["--allow-run-as-root", "--oversubscribe"];

    /// <summary>Why there is none here; null where there is.</summary>
    public static string? Missing { get; } = IsThere("mpirun") ? null : "Open MPI is not installed: openmpi-bin";

    /// <summary>Why there is no other library here; null where there is.</summary>
    public static string? MpichMissing { get; } = IsThere(Mpich) ? null : "MPICH is not installed: mpich";

    /// <summary>Whether its launcher is that of Open MPI 5, which ends all ranks by itself where one was killed, before they can always say so.</summary>
    public static bool IsFive { get; } = Missing is null && Bigbigan.Finish(Bigbigan.Start("mpirun", "/", ["--version"])).Out.Contains("(Open MPI) 5.", StringComparison.Ordinal);

    /// <summary>So many processes with the same arguments.</summary>
    public static string[] Of(int count, params string[] arguments) => [.. Launcher, .. Part(count, arguments)];

    /// <summary>Two processes whose arguments are not the same. The launcher's own way, by a colon, ends with 139 in Open MPI 5.0.7.</summary>
    public static string[] OfEach(string[] first, string[] second, string? secondProgram = null)
    {
        const string Choose = "n=$1; if [ $OMPI_COMM_WORLD_RANK = 0 ]; then exec dotnet \"${@:2:n}\"; else exec dotnet \"${@:2+n}\"; fi";
        return [.. Launcher, "-n", "2", "bash", "-c", Choose, "rank", $"{first.Length + 1}", Bigbigan.Program, .. first, secondProgram ?? Bigbigan.Program, .. second];
    }

    public static Answer Run(params string[] launcher) => Bigbigan.Finish(Start(launcher));

    public static Process Start(params string[] launcher) => Bigbigan.Start("mpirun", Workplace.Folder, launcher);

    /// <summary>Two processes that the launcher of MPICH starts.</summary>
    public static Process StartByMpich(params string[] arguments) => Bigbigan.Start(Mpich, Workplace.Folder, Part(2, arguments));

    /// <summary>The same, and each process's exit code becomes a line of a file: that launcher ends with 0 now and then where all ended with 75.</summary>
    public static Process StartByMpich(string codes, string[] arguments)
    {
        const string Script = "\"${@:2}\" & rank=$!; trap 'kill -USR1 $rank' USR1; until wait $rank; code=$?; [ $code -le 128 ]; do :; done; echo $code >> \"$1\"; exit $code";
        return Bigbigan.Start(Mpich, Workplace.Folder, ["-n", "2", "bash", "-c", Script, "rank", codes, "dotnet", Bigbigan.Program, .. arguments]);
    }

    /// <summary>Runs until standard error has a line that starts so, does something to the processes, and waits for the end.</summary>
    /// <returns>The answer, and the time from then to the end.</returns>
    public static (Answer Answer, TimeSpan Took) Disturbed(Process launcher, string after, Action<Process> disturb)
    {
        using (launcher)
        {
            var output = launcher.StandardOutput.ReadToEndAsync();
            var error = new List<string>();
            while (launcher.StandardError.ReadLine() is { } line)
            {
                error.Add(line);
                if (line.StartsWith(after, StringComparison.Ordinal))
                {
                    break;
                }
            }

            Assert.False(launcher.HasExited && launcher.ExitCode == 0, $"it ended before: {string.Join('\n', error)}");
            disturb(launcher);
            var clock = Stopwatch.StartNew();
            var rest = launcher.StandardError.ReadToEndAsync();
            Assert.True(launcher.WaitForExit(TimeSpan.FromMinutes(2)), "the launcher does not end");
            var took = clock.Elapsed;
            error.AddRange(rest.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            return (new Answer(launcher.ExitCode, output.Result, string.Join('\n', error)), took);
        }
    }

    /// <summary>The processes of a launcher, by rank.</summary>
    public static int[] Ranks(Process launcher) => Ranks("OMPI_COMM_WORLD_RANK=", process => ProcessTable.ParentOf(process) == launcher.Id);

    /// <summary>The processes that another launcher has started for a run, on any node, by rank.</summary>
    /// <param name="variable">By which it tells each its rank.</param>
    public static int[] RanksOf(string run, string variable) => Ranks($"{variable}=", process => ProcessTable.Read(process, "cmdline").Contains(run, StringComparison.Ordinal));

    public static void Signal(string name, int process) => Bigbigan.Finish(Bigbigan.Start("kill", "/", [$"-{name}", $"{process}"])).Succeeds();

    /// <summary>The lines of the command itself, without those of the launcher.</summary>
    public static string[] Lines(Answer answer) =>
        [.. answer.Error.Split('\n').Where(line => line.StartsWith("bigbigan: ", StringComparison.Ordinal) && !line.StartsWith("bigbigan: note:", StringComparison.Ordinal))];

    private static string[] Part(int count, string[] arguments) => ["-n", $"{count}", "dotnet", Bigbigan.Program, .. arguments];

    private static bool IsThere(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int[] Ranks(string variable, Func<int, bool> isOurs) =>
    [
        .. ProcessTable.All.Where(isOurs)
            .Select(process => (Process: process, Rank: ProcessTable.Read(process, "environ").Split('\0').FirstOrDefault(one => one.StartsWith(variable, StringComparison.Ordinal))))
            .Where(found => found.Rank is not null).OrderBy(found => int.Parse(found.Rank![variable.Length..])).Select(found => found.Process),
    ];
}
