namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Where the nodes of one file stand. Kept apart from the nodes, which stay equal when they only move.</summary>
public sealed class SourceMap : IEquatable<SourceMap>
{
    private readonly LineTable _lines;
    private readonly Dictionary<string, NodeSpans> _spans;

    /// <param name="spans">By key path.</param>
    internal SourceMap(string file, LineTable lines, Dictionary<string, NodeSpans> spans)
    {
        File = file;
        _lines = lines;
        _spans = spans;
    }

    /// <summary>Below the models folder, with ending.</summary>
    public string File { get; }

    /// <summary>The span of a place; of the nearest node above it where the file does not have it; the file's start at last.</summary>
    public Span Find(NodeLocation place)
    {
        for (var path = place.Path; path.Length > 0; path = KeyPath.Parent(path))
        {
            if (_spans.TryGetValue(path, out var node) && (node.Of(place.Part) ?? node.Value) is { } stretch)
            {
                return _lines.Span(stretch);
            }
        }

        return new Span(0, 0, 1, 1, 1, 1);
    }

    public bool Equals(SourceMap? other) =>
        other is not null
        && File == other.File
        && _lines.Equals(other._lines)
        && _spans.Count == other._spans.Count
        && _spans.All(pair => other._spans.TryGetValue(pair.Key, out var span) && span == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as SourceMap);

    public override int GetHashCode() => unchecked((File.GetHashCode() * 31) + _spans.Count);
}
