using BigBiGan.Dsl.Spec.Rules;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>What reading one file leaves beside its nodes: their spans, and its problems.</summary>
internal sealed class FileNotes(string file, string text)
{
    private readonly LineTable _lines = new(text);
    private readonly Dictionary<Place, Span> _spans = [];
    private readonly List<Span> _texts = [];
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public SpanMap ToSpanMap() => new(file, _spans);

    public Span Find(string path) => _spans.TryGetValue(new Place(path, PlacePart.Value), out var span) ? span : default;

    public void Key(string path, Span span) => _spans[new Place(path, PlacePart.Key)] = span;

    public void Value(string path, Span span) => _spans[new Place(path, PlacePart.Value)] = span;

    /// <summary>A value, in which <c>#</c> is a letter.</summary>
    public void Text(Span span) => _texts.Add(span);

    public bool IsInText(int offset) => _texts.Any(span => span.Start <= offset && offset < span.Start + span.Length);

    /// <summary>A comment to the compiler, and the path at which problems may speak of it.</summary>
    public string Comment(int number, Span span)
    {
        var path = KeyPath.Comment(number);
        Value(path, span);
        return path;
    }

    public Span Span(int start, int end) => _lines.Span(start, end);

    /// <summary>Keys and values that begin in a line, by path.</summary>
    public IEnumerable<string> PathsIn(int line) => Paths.Where(pair => pair.Value.Line == line).Select(pair => pair.Key.Path).Distinct().OrderBy(path => path, StringComparer.Ordinal);

    /// <summary>The first line behind this one in which a key or a value begins, or null.</summary>
    public int? NextLine(int line) => Paths.Select(pair => (int?)pair.Value.Line).Where(next => next > line).Min();

    private IEnumerable<KeyValuePair<Place, Span>> Paths => _spans.Where(pair => pair.Key.Path.Length > 0 && pair.Key.Path[0] is not ('!' or '#'));

    /// <summary>A problem between nodes: its place is a number of its own.</summary>
    public void Fault(Rule rule, int start, int end, string message)
    {
        var place = new Place(KeyPath.Fault(_problems.Count), PlacePart.Value);
        _spans[place] = _lines.Span(start, end);
        _problems.Add(new Problem(rule, file, place, message));
    }

    /// <summary>A span without the white space that ends block texts.</summary>
    public Span Trimmed(int start, int end)
    {
        while (end > start && end <= text.Length && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return _lines.Span(start, end);
    }
}
