using System.Runtime.CompilerServices;

namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>A file of the repository that is written from a table: it must be what the table gives, or is written where that is asked for, as with snapshots.</summary>
internal static class WrittenFile
{
    private static readonly bool Accepts =
        Environment.GetEnvironmentVariable("BIGBIGAN_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true";

    public static void Compare(string written, string folder, string file)
    {
        if (Accepts)
        {
            File.WriteAllText(SourceFile(folder, file), written);
            return;
        }

        Assert.Equal(written, Resource.Text(file));
    }

    /// <summary>The page up to the mark, and behind it the table.</summary>
    public static void CompareTable(string table, string folder, string file)
    {
        const string Mark = "a test compares. -->\n\n";
        var text = Resource.Text(file);
        Compare(text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)] + table, folder, file);
    }

    private static string SourceFile(string folder, string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", folder, file);
}
