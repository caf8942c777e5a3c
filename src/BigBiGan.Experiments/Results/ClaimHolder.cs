using System.Globalization;
using System.Runtime.InteropServices;

namespace BigBiGan.Experiments.Results;

/// <summary>The process that has a cell, as the file of its claim says it.</summary>
/// <param name="Host">The machine's name, for people.</param>
/// <param name="Machine">
/// Equal for processes that see each other: the boot of a kernel and a namespace of processes; empty where the system tells neither.
/// </param>
/// <param name="Process">Its number there.</param>
/// <param name="Started">When it began, in the kernel's ticks: numbers of processes are used again.</param>
/// <param name="Token">Tells apart the claims of one process.</param>
/// <param name="Beat">Rises as long as the process lives.</param>
/// <param name="Released">Whether it has let go of the cell.</param>
public sealed partial record ClaimHolder(string Host, string Machine, int Process, long Started, string Token, long Beat, bool Released)
{
    private const int NotPermitted = 1; // EPERM: there is such a process, and it is another user's

    private static readonly string ThisMachine = Boot();

    /// <summary>Of a claim whose file cannot be read.</summary>
    public static ClaimHolder Unknown { get; } = new("an unknown host", "", 0, 0, "", 0, Released: false);

    /// <summary>Whether this process sees that one, so that nothing needs to be waited for to know whether it lives.</summary>
    public bool IsHere => Machine.Length > 0 && Machine == ThisMachine;

    /// <summary>
    /// Whether its cell may be taken at once: it let go, or is gone for certain. Of another machine's process nobody knows that by looking once.
    /// </summary>
    public bool IsOver => Released || (IsHere && !Lives());

    /// <summary>This process with a claim of its own.</summary>
    public static ClaimHolder This() => new(
        Environment.MachineName, ThisMachine, Environment.ProcessId, StartOf("self") ?? 0, Guid.NewGuid().ToString("n"), Beat: 0, Released: false);

    /// <summary>For people: <c>process 4711 on node07</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Process} on {Host}");

    private bool Lives()
    {
        if (Signal(Process, 0) != 0 && Marshal.GetLastPInvokeError() != NotPermitted)
        {
            return false;
        }

        // what is hidden from this user lives as far as it can be told
        return StartOf(Process.ToString(CultureInfo.InvariantCulture)) is not { } started || started == Started;
    }

    private static string Boot()
    {
        try
        {
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The 22nd field of /proc/PID/stat; the second, in brackets, may hold anything. -1 for a process that ended and was not collected.</summary>
    private static long? StartOf(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? -1 : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
