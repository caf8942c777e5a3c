using System.Diagnostics;
using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>A line now and then for work that takes over two seconds; nothing for quick work.</summary>
internal static class SlowProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Action<int, int> Of(string work)
    {
        var sinceLine = Stopwatch.StartNew();
        return (done, total) =>
        {
            if (sinceLine.Elapsed >= Patience)
            {
                Terminal.Progress.WriteLine($"{work}: {done} of {total}");
                sinceLine.Restart();
            }
        };
    }
}
