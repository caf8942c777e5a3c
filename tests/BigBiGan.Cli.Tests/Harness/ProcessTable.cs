namespace BigBiGan.Cli.Tests.Harness;

/// <summary>The processes of this machine, as /proc has them.</summary>
internal static class ProcessTable
{
    /// <summary>All that there are at this moment.</summary>
    public static IEnumerable<int> All =>
        Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!));

    /// <summary>What a file of a process says; nothing where the process is gone, or another's.</summary>
    public static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The process above another; null where that is gone.</summary>
    public static int? ParentOf(int process) =>
        Read(process, "status").Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } line
            ? int.Parse(line["PPid:".Length..])
            : null;
}
