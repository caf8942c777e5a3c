using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>
/// Comments to the compiler: <c># bigbigan: allow BBG0503 because the paper has it so</c>, behind the line of the problem or
/// above it. The parser drops comments, so that they are looked for in the text, outside of its values.
/// </summary>
internal static class SuppressionComments
{
    private const string Expected = "expected `# bigbigan: allow BBG0503 because REASON`";

    private static readonly Regex ToTheCompiler = new(
        @"(?<![^\s\uFEFF])#[ \t]*bigbigan[ \t]*(:|(?=al+ow\b))[^\r\n]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Form = new(@"^#[ \t]*bigbigan:[ \t]*allow[ \t]+(?<id>\S+)[ \t]+because[ \t]+\S", RegexOptions.CultureInvariant);

    public static EquatableArray<Suppression> Read(string text, SourceMapBuilder notes)
    {
        var suppressions = new List<Suppression>();
        foreach (Match comment in ToTheCompiler.Matches(text))
        {
            if (!notes.IsInText(comment.Index) && Read(comment, text, suppressions.Count, notes) is { } suppression)
            {
                suppressions.Add(suppression);
            }
        }

        return suppressions.ToEquatableArray();
    }

    private static Suppression? Read(Match comment, string text, int number, SourceMapBuilder notes)
    {
        var span = notes.Trimmed(comment.Index, comment.Index + comment.Length);
        if (Form.Match(comment.Value) is not { Success: true } form)
        {
            notes.Fault(Rule.Comment, span.Start, span.End, $"this comment speaks to the compiler, which does not understand it; {Expected}");
            return null;
        }

        var id = form.Groups["id"];
        if (Rule.All.FirstOrDefault(rule => rule.Id == id.Value) is { CanBeAllowed: true } known)
        {
            var line = IsAlone(text, span.Start) ? notes.NextLine(notes.Line(span)) : notes.Line(span);
            var paths = line is { } covered ? notes.PathsIn(covered).ToEquatableArray() : EquatableArray<string>.Empty;
            return new Suppression(known, paths, new NodeLocation(notes.Comment(number, span), NodePart.Value));
        }

        var start = comment.Index + id.Index;
        var allowable = Rule.All.Where(rule => rule.CanBeAllowed).Select(rule => rule.Id).ToList();
        notes.Fault(
            Rule.Comment,
            start,
            start + id.Length,
            Rule.All.Any(rule => rule.Id == id.Value)
                ? $"`{id.Value}` cannot be allowed: with it there is nothing to compile; expected {Phrases.Or(allowable)}"
                : $"`{id.Value}` is not a problem that can be allowed"
                    + (Spelling.Nearest(id.Value, allowable) is { } near ? $"; did you mean `{near}`?" : $"; expected {Phrases.Or(allowable)}"));
        return null;
    }

    /// <summary>Whether nothing stands before the comment in its line.</summary>
    private static bool IsAlone(string text, int start)
    {
        while (start > 0 && text[start - 1] is ' ' or '\t' or '\uFEFF')
        {
            start--;
        }

        return start == 0 || text[start - 1] is '\n' or '\r';
    }
}
