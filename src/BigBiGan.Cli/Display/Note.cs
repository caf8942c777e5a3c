namespace BigBiGan.Cli.Display;

/// <summary>What a person may want to know, where nothing is wrong.</summary>
internal static class Note
{
    public static void Print(string line) => Console.Error.WriteLine($"bigbigan: note: {line}");
}
