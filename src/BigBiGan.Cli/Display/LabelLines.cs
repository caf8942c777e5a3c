using System.Text.RegularExpressions;

namespace BigBiGan.Cli.Display;

/// <summary>A long name on several lines: it breaks between its clauses, and only where a clause has no room between words, and then behind a slash.</summary>
internal static partial class LabelLines
{
    private static readonly IReadOnlyList<Regex> Seams = [Clause(), Word(), Folder()];

    /// <param name="room">Columns; a word that is longer keeps its line to itself.</param>
    public static string Of(string label, int room) => string.Join('\n', Lines(label, room, 0).Select(line => line.TrimEnd()));

    private static List<string> Lines(string text, int room, int seam)
    {
        if (text.TrimEnd().Length <= room || seam == Seams.Count)
        {
            return [text];
        }

        List<string> lines = [""];
        foreach (var piece in Seams[seam].Split(text))
        {
            if ((lines[^1] + piece).TrimEnd().Length <= room)
            {
                lines[^1] += piece;
            }
            else
            {
                lines.AddRange(Lines(piece, room, seam + 1));
            }
        }

        lines.RemoveAll(line => line.Length == 0);
        return lines;
    }

    [GeneratedRegex("(?<=, )")]
    private static partial Regex Clause();

    [GeneratedRegex("(?<= )")]
    private static partial Regex Word();

    [GeneratedRegex("(?<=/)")]
    private static partial Regex Folder();
}
