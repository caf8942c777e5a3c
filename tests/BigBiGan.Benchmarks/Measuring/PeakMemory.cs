using System.Diagnostics;
using System.Globalization;

namespace BigBiGan.Benchmarks;

/// <summary>
/// The most memory that a form's steps need beyond the process without it, in a process of its own, because freed memory stays with a
/// process. Anonymous pages only, looked at every millisecond: code that is paged in is not a memory of the form's.
/// </summary>
internal static class PeakMemory
{
    private const int Steps = 3;

    /// <summary>Runs this program again for one form. Bytes; null where that process failed, which has then said why.</summary>
    public static long? OfChild(string subject, string contender, int? batch)
    {
        string[] arguments = [.. Itself, "memory", subject, contender, .. batch is { } n ? new[] { "--batch", n.ToString(CultureInfo.InvariantCulture) } : []];
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode == 0)
        {
            return long.Parse(text, CultureInfo.InvariantCulture);
        }

        Console.Error.WriteLine($"{subject}: no memory of {contender}, as the process that measures it ended with {child.ExitCode}");
        return null;
    }

    /// <summary>What stands before the arguments: the program, where <c>dotnet</c> runs it; nothing, where it is an executable of its own, as under <c>dotnet run</c>.</summary>
    private static string[] Itself => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    /// <summary>Of a form's steps in this process. Bytes.</summary>
    public static long Of(Func<IContender> make) => Of(() =>
    {
        using var contender = make();
        for (var i = 0; i < Steps; i++)
        {
            contender.Step();
        }
    });

    /// <summary>Of some work in this process. Bytes.</summary>
    public static long Of(Action work)
    {
        var before = Anonymous();
        var peak = before;
        using var done = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                peak = Math.Max(peak, Anonymous());
                Thread.Sleep(1);
            }
        });
        watch.Start();
        work();
        done.Cancel();
        watch.Join();
        return peak - before;
    }

    private static long Anonymous() => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
