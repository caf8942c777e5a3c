using BigBiGan.Dsl.Spec.Rules;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>What reading one file leaves beside its nodes: their spans, and its problems.</summary>
internal sealed class FileNotes(string file, string text)
{
    private readonly LineTable _lines = new(text);
    private readonly Dictionary<Place, Span> _spans = [];
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public SpanMap ToSpanMap() => new(file, _spans);

    public Span Find(string path) => _spans.TryGetValue(new Place(path, PlacePart.Value), out var span) ? span : default;

    public void Key(string path, Span span) => _spans[new Place(path, PlacePart.Key)] = span;

    public void Value(string path, Span span) => _spans[new Place(path, PlacePart.Value)] = span;

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
