namespace BigBiGan.Cli.Display;

internal static class Warning
{
    public static void Print(string line) => Console.Error.WriteLine($"bigbigan: warning: {line}");
}
