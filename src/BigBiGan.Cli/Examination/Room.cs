using System.Globalization;

namespace BigBiGan.Cli.Examination;

/// <summary>What is free on this machine, in bytes.</summary>
/// <param name="Memory">That programs may still take, as the system sees it; 0 where it does not tell.</param>
/// <param name="Disk">Where runs are written: below the current folder.</param>
/// <param name="Folder">The current folder.</param>
internal sealed record Room(long Memory, long Disk, string Folder)
{
    private const long LeastMemory = 1L << 30;
    private const long LeastDisk = 1L << 30;

    public static Room Find()
    {
        var folder = Environment.CurrentDirectory;
        var available = File.Exists("/proc/meminfo")
            ? File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            : null;
        var memory = available is null ? 0 : long.Parse(available.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        return new Room(memory, new DriveInfo(folder).AvailableFreeSpace, folder);
    }

    /// <summary>What is short.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (Memory is > 0 and < LeastMemory)
        {
            yield return new Fault(
                FormattableString.Invariant($"{Memory / 1e9:0.0} GB of memory are free"), "end other programs, or take a smaller --batch", IsGrave: false);
        }

        if (Disk < LeastDisk)
        {
            yield return new Fault(
                FormattableString.Invariant($"{Disk / 1e9:0.0} GB are free where {Folder} lies"),
                "make room, or write runs elsewhere with --run", IsGrave: false);
        }
    }
}
