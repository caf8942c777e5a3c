using System.Globalization;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>Where a rank runs.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Process">Its number there.</param>
/// <param name="Space">The same for processes that see each other's numbers: of a machine since it was started, and of a container on it.</param>
internal sealed record RankPlace(string Host, int Process, string Space)
{
    public static RankPlace Own() => new(
        Environment.MachineName,
        Environment.ProcessId,
        $"{Read("/proc/sys/kernel/random/boot_id")} {new FileInfo("/proc/self/ns/pid").LinkTarget}");

    public static RankPlace Parse(string text) => text.Split('\n') is [var host, var process, var space]
        ? new RankPlace(host, int.Parse(process, CultureInfo.InvariantCulture), space)
        : throw new ReplicaException($"a rank says of itself: {text}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}\n{Process}\n{Space}");

    /// <summary>Whether the process has ended; false where it cannot be seen from here.</summary>
    public bool HasEnded(RankPlace seenFrom) => Space == seenFrom.Space && (State() is 'Z' or 'X');

    /// <summary>Whether the process was stopped by a signal; false where it cannot be seen from here.</summary>
    public bool IsStopped(RankPlace seenFrom) => Space == seenFrom.Space && (State() is 'T' or 't');

    /// <summary>A letter of Linux; X where there is no such process.</summary>
    private char State() => Read($"/proc/{Process}/stat") is var stat && stat.LastIndexOf(')') is >= 0 and var name ? stat[name + 2] : 'X';

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
