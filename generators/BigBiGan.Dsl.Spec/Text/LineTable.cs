namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Offsets of a text as lines and columns: UTF-16 units from 1, after LF, CR LF or CR; a byte order mark has no width.</summary>
internal sealed class LineTable : IEquatable<LineTable>
{
    private readonly int _length;
    private readonly int[] _starts;

    public LineTable(string text)
    {
        _length = text.Length;
        var starts = new List<int>(64) { text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        _starts = [.. starts];
    }

    /// <summary>[start, end), moved into the text where it lies outside.</summary>
    public TextRange Within(int start, int end)
    {
        start = Math.Max(0, Math.Min(start, _length));
        return new TextRange(start, Math.Max(start, Math.Min(end, _length)) - start);
    }

    public Span Span(TextRange stretch)
    {
        var (line, column) = Position(stretch.Start);
        var (endLine, endColumn) = Position(stretch.End);
        return new Span(stretch.Start, stretch.Length, line, column, endLine, endColumn);
    }

    public int Line(int offset) => Position(offset).Line;

    public bool Equals(LineTable? other) => other is not null && _length == other._length && _starts.SequenceEqual(other._starts);

    public override bool Equals(object? obj) => Equals(obj as LineTable);

    public override int GetHashCode() => unchecked((_length * 31) + _starts.Length);

    private (int Line, int Column) Position(int offset)
    {
        var index = Array.BinarySearch(_starts, offset);
        var line = Math.Max(0, index >= 0 ? index : ~index - 1);
        return (line + 1, Math.Max(0, offset - _starts[line]) + 1);
    }
}

/// <summary>Offsets in a text; lines and columns are looked up when they are shown.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;

    public bool Contains(int offset) => Start <= offset && offset < End;
}

/// <summary>Where a node stands.</summary>
/// <param name="Key">Null for the document, items of lists, faults and comments.</param>
internal readonly record struct NodeSpans(TextRange? Key, TextRange? Value)
{
    public TextRange? Of(NodePart part) => part switch
    {
        NodePart.Key => Key,
        NodePart.Value => Value,
    };
}
