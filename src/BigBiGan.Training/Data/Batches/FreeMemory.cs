using System.Globalization;

namespace BigBiGan.Training.Data.Batches;

/// <summary>Memory that a process may still take without making others swap.</summary>
internal static class FreeMemory
{
    private const string Linux = "/proc/meminfo";

    /// <summary>In bytes: what the system could give, within what this process may have at the most (a container's limit).</summary>
    public static long Bytes
    {
        get
        {
            var collector = GC.GetGCMemoryInfo();
            var own = Math.Max(collector.TotalAvailableMemoryBytes - Environment.WorkingSet, 0);
            var all = OfSystem() ?? (collector.TotalAvailableMemoryBytes - collector.MemoryLoadBytes);
            return Math.Max(Math.Min(own, all), 0);
        }
    }

    /// <summary>Null where the system does not say.</summary>
    private static long? OfSystem()
    {
        if (!File.Exists(Linux))
        {
            return null;
        }

        // MemAvailable:   12345678 kB
        var words = File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var number, ..] && long.TryParse(number, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;
    }
}
