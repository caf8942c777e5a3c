using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>What reading one file leaves beside its nodes: their spans, and its problems.</summary>
internal sealed class SourceMapBuilder(string file, string text)
{
    private readonly LineTable _lines = new(text);
    private readonly Dictionary<string, NodeSpans> _spans = new(StringComparer.Ordinal);
    private readonly List<TextRange> _texts = [];
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public SourceMap ToSourceMap() => new(file, _lines, _spans);

    public TextRange Find(string path) => At(path).Value ?? default;

    public void Key(string path, TextRange span) => _spans[path] = At(path) with { Key = span };

    public void Value(string path, TextRange span) => _spans[path] = At(path) with { Value = span };

    /// <summary>A value, in which <c>#</c> is a letter.</summary>
    public void Text(TextRange span) => _texts.Add(span);

    public bool IsInText(int offset) => _texts.Any(span => span.Contains(offset));

    /// <summary>A comment to the compiler, and the path at which problems may speak of it.</summary>
    public string Comment(int number, TextRange span)
    {
        var path = KeyPath.Comment(number);
        Value(path, span);
        return path;
    }

    public int Line(TextRange span) => _lines.Line(span.Start);

    /// <summary>Keys and values that begin in a line, by path.</summary>
    public IEnumerable<string> PathsIn(int line) => Paths
        .Where(begin => begin.Line == line)
        .Select(begin => begin.Path).Distinct()
        .OrderBy(path => path, StringComparer.Ordinal);

    /// <summary>The first line behind this one in which a key or a value begins, or null.</summary>
    public int? NextLine(int line) => Paths.Select(begin => (int?)begin.Line).Where(next => next > line).Min();

    private IEnumerable<(string Path, int Line)> Paths =>
        from node in _spans
        where node.Key.Length > 0 && node.Key[0] is not ('!' or '#')
        from span in new[] { node.Value.Key, node.Value.Value }.OfType<TextRange>()
        select (node.Key, Line(span));

    /// <summary>A problem between nodes: its place is a number of its own.</summary>
    public void Fault(Rule rule, int start, int end, string message)
    {
        var path = KeyPath.Fault(_problems.Count);
        Value(path, _lines.Within(start, end));
        _problems.Add(new Problem(rule, file, new NodeLocation(path, NodePart.Value), message));
    }

    /// <summary>A span without the white space that ends block texts.</summary>
    public TextRange Trimmed(int start, int end)
    {
        while (end > start && end <= text.Length && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return _lines.Within(start, end);
    }

    private NodeSpans At(string path) => _spans.TryGetValue(path, out var node) ? node : default;
}
