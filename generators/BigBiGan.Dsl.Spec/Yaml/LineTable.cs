namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>Offsets of a text as lines and columns: UTF-16 units from 1, after LF, CR LF or CR; a byte order mark has no width.</summary>
internal sealed class LineTable
{
    private readonly string _text;
    private readonly List<int> _starts;

    public LineTable(string text)
    {
        _text = text;
        _starts = [text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>The span of [start, end), moved into the text where it lies outside.</summary>
    public Span Span(int start, int end)
    {
        start = Math.Max(0, Math.Min(start, _text.Length));
        end = Math.Max(start, Math.Min(end, _text.Length));
        var (line, column) = Position(start);
        var (endLine, endColumn) = Position(end);
        return new Span(start, end - start, line, column, endLine, endColumn);
    }

    private (int Line, int Column) Position(int offset)
    {
        var index = _starts.BinarySearch(offset);
        var line = Math.Max(0, index >= 0 ? index : ~index - 1);
        return (line + 1, Math.Max(0, offset - _starts[line]) + 1);
    }
}
