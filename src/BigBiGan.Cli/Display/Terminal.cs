using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>The two outputs; wide enough for tables where they are no terminal.</summary>
internal static class Terminal
{
    /// <summary>Standard output: a command's answer.</summary>
    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error: what people watch while a command works, apart from its answer.</summary>
    public static IAnsiConsole Progress { get; } = Create(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
        {
            // rows stay whole for grep and friends
            console.Profile.Width = 400;
        }

        return console;
    }
}
