namespace BigBiGan.Cli.Display;

internal static class Warning
{
    public static void Print(string line) => Console.Error.WriteLine(Line(line));

    public static string Line(string line) => $"bigbigan: warning: {line}";
}
