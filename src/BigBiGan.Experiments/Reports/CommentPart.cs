using System.Text;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports;

/// <summary>A part of a comment: what stands before and behind its rows is there always, of the rows as many as fit.</summary>
/// <param name="Rows">Each with its line end.</param>
internal sealed record CommentPart(string Head, IReadOnlyList<string> Rows, string Foot)
{
    public bool IsEmpty => Rows.Count == 0 && Foot.Length == 0;

    private int Wanted => Rows.Sum(Size);

    /// <summary>
    /// The parts in their order, in so many bytes of UTF-8. What heads and feet leave is shared by the rows of all: a part that needs
    /// less than an equal share is whole, and the others share the rest.
    /// </summary>
    /// <param name="where">Where rows that are left out are found, as the end of a sentence.</param>
    public static string Fit(IReadOnlyList<CommentPart> parts, int bytes, string where)
    {
        var left = bytes - parts.Sum(part => Size(part.Head) + Size(part.Foot) + Size(LeftOut(part.Rows.Count, where)));
        var shares = new Dictionary<CommentPart, int>(ReferenceEqualityComparer.Instance);
        foreach (var (part, i) in parts.OrderBy(part => part.Wanted).Select((part, i) => (part, i)))
        {
            shares[part] = Math.Min(part.Wanted, left / (parts.Count - i));
            left -= shares[part];
        }

        return string.Concat(parts.Select(part => part.Text(shares[part], where)));
    }

    private string Text(int bytes, string where)
    {
        var shown = 0;
        for (var used = 0; shown < Rows.Count && (used += Size(Rows[shown])) <= bytes; shown++)
        {
        }

        return Head + string.Concat(Rows.Take(shown)) + LeftOut(Rows.Count - shown, where) + Foot;
    }

    private static string LeftOut(int rows, string where) => rows == 0 ? "" : $"\n*{Quantity.Count(rows, "more row")} did not fit; {where}.*\n";

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
