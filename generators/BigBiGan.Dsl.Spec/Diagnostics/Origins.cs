using System.Globalization;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>
/// Where the values were given that a message speaks of. A message holds a mark with file and key path, so that it stays equal when
/// lines move; the line is filled in where the problem is shown.
/// </summary>
public static class Origins
{
    // noncharacters of Unicode, for use inside a program
    private static readonly Regex Marks = new(
        "\uFDD0([^\uFDD0-\uFDD3]*)\uFDD1([^\uFDD0-\uFDD3]*)\uFDD2([^\uFDD0-\uFDD3]*)\uFDD3", RegexOptions.CultureInvariant);

    /// <summary>
    /// The problem as people read it: <c>`image.size` is `32` (base.yaml:2, through wide.yaml)</c>;
    /// <c>(line 4)</c> in the same file, and nothing in the same line.
    /// </summary>
    /// <param name="problem">As it was found.</param>
    /// <param name="spans">By file; null for a file that is not known.</param>
    public static Problem Shown(Problem problem, Func<string, SourceMap?> spans) => problem.Message.IndexOf('\uFDD0') < 0
        ? problem
        : problem with
        {
            Message = MessageText.WithoutMarks(Marks.Replace(
                problem.Message, mark => Text(problem, mark.Groups[1].Value, mark.Groups[2].Value, mark.Groups[3].Value, spans))),
        };

    /// <param name="file">That gives the value.</param>
    /// <param name="path">Of the key.</param>
    /// <param name="through">The files between, from the one that inherits last.</param>
    internal static string Mark(string file, string path, IEnumerable<string> through) =>
        $"\uFDD0{file}\uFDD1{path}\uFDD2{string.Join(" and ", through)}\uFDD3";

    internal static bool IsMark(char letter) => letter is >= '\uFDD0' and <= '\uFDD3';

    private static string Text(Problem problem, string file, string path, string through, Func<string, SourceMap?> spans)
    {
        if (spans(file)?.Find(new NodeLocation(path, NodePart.Value)).Line is not { } line)
        {
            return $" ({file})";
        }

        if (file != problem.File)
        {
            return $" ({file}:{line.ToString(CultureInfo.InvariantCulture)}{(through.Length > 0 ? $", through {through}" : "")})";
        }

        return path == problem.Place.Path || line == spans(file)!.Find(problem.Place).Line ? "" : $" (line {line.ToString(CultureInfo.InvariantCulture)})";
    }
}
