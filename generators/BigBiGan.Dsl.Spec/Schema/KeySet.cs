using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>All keys that one kind of file may have: what the check, the Markdown table and the JSON Schema are made from.</summary>
public sealed class KeySet
{
    private static readonly string[] Networks = ["generator", "encoder", "discriminator"];

    private readonly Dictionary<string, Key> _byPath;
    private readonly Dictionary<string, string[]> _groups;

    /// <summary>Keys and groups with something in them that is inherited: every merge asks for every key.</summary>
    private readonly HashSet<string> _inherited;

    /// <summary>The paths that end in a name, for who wrote it in the wrong place.</summary>
    private readonly ILookup<string, string> _places;

    /// <param name="noun">What messages call such a file: <c>a spec</c>.</param>
    /// <param name="page">Where the keys are documented.</param>
    /// <param name="inherits">Whether <c>key: ~</c> has a meaning: it removes what a base gave.</param>
    /// <param name="keys">In the order in which they are documented.</param>
    public KeySet(string noun, string page, bool inherits, IReadOnlyList<Key> keys)
    {
        (Noun, Page) = (noun, page);
        Inherits = inherits;
        All = keys;
        _byPath = keys.ToDictionary(key => key.Path, StringComparer.Ordinal);
        _groups = keys
            .SelectMany(key => Enumerable.Range(0, key.Segments.Length)
                .Select(depth => (Group: string.Join(".", key.Segments.Take(depth)), Name: key.Segments[depth])))
            .GroupBy(pair => pair.Group, pair => pair.Name)
            .ToDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);
        InheritedPaths = [.. keys.Where(key => key.Presence != Presence.OwnFile).SelectMany(AtAndAbove).Distinct()];
        _inherited = new HashSet<string>(InheritedPaths, StringComparer.Ordinal);
        _places = keys.Where(key => inherits ? key.Presence != Presence.OwnFile : key.Segments.Length > 1)
            .SelectMany(AtAndAbove).Distinct().ToLookup(KeyPath.Leaf, StringComparer.Ordinal);
    }

    public string Noun { get; }

    /// <summary>Where the keys are documented.</summary>
    public string Page { get; }

    public bool Inherits { get; }

    public IReadOnlyList<Key> All { get; }

    public Key? Find(string path) => _byPath.TryGetValue(path, out var key) ? key : null;

    /// <summary>The names inside a group, or null where the path is not a group; the top level is the empty path.</summary>
    public IReadOnlyList<string>? Members(string group) => _groups.TryGetValue(group, out var names) ? names : null;

    /// <summary>Whether a value that is not there may stand for the key.</summary>
    public bool IsRemovable(string path) => Inherits && IsInherited(path);

    /// <summary>Every key and group that a file hands on to those that extend it.</summary>
    public IReadOnlyList<string> InheritedPaths { get; }

    /// <summary>A key that a file hands on, or a group with such a key.</summary>
    public bool IsInherited(string path) => _inherited.Contains(path);

    /// <summary>What to write instead of a name that is not a key of a group.</summary>
    internal string UnknownKey(string name, string group)
    {
        var known = Members(group)!;
        var message = $"`{name}` is not a key of {(group.Length == 0 ? Noun : $"`{group}`")}";
        if (OddLetters.Note(name) is { Length: > 0 } odd)
        {
            return message + odd;
        }

        if (InGroup(name, group) is { } near)
        {
            return $"{message}; did you mean `{near}`?";
        }

        var colon = name.IndexOf(':');
        if (colon > 0 && known.Contains(name.Substring(0, colon)))
        {
            return $"{message}; did you mean `{name.Insert(colon + 1, " ")}`, with a space after the colon?";
        }

        if (name.Length > 0 && name.All(char.IsDigit))
        {
            return $"{message}; a comma ends the value before it: write a large number without one, such as `500k`, and a list in brackets";
        }

        if (group.Length == 0 && name.Contains('.') && (Find(name) is not null || Members(name) is not null))
        {
            var segments = name.Split('.');
            return $"{message}; did you mean `{string.Join(": { ", segments)}: …{string.Concat(Enumerable.Repeat(" }", segments.Length - 1))}`?";
        }

        var expected = $"expected {Phrases.Or(known.Select(member => $"`{member}`"))}";
        var elsewhere = (_places.Contains(name)
                ? _places[name]
                : Synonyms.Of(name).Where(path => Find(path) is not null || Members(path) is not null).Take(4))
            .Where(path => path != name).ToList();
        if (elsewhere.Count > 0 && elsewhere.All(path => IsOfAnotherNetwork(path, group)))
        {
            return $"{message}, only of {Phrases.Or(elsewhere.Select(path => $"`{KeyPath.Parent(path)}`"))}; {expected}";
        }

        return elsewhere.Count > 0 ? $"{message}; did you mean {Phrases.Or(elsewhere.Select(path => $"`{path}`"))}?"
            : _places.Contains(name) ? $"{message}, it stands at the top of {Noun}; {expected}"
            : Synonyms.Absence(name) is { } absence && Inherits ? $"{message}; {absence}"
            : $"{message}; {expected}";
    }

    /// <summary>What one network has is not a hint to who describes another.</summary>
    private static bool IsOfAnotherNetwork(string path, string group)
    {
        var (one, other) = (path.Split('.')[0], group.Split('.')[0]);
        return one != other && Networks.Contains(one) && Networks.Contains(other);
    }

    /// <summary>The member of a group that was meant: of the same name but for its case, of the same meaning, or near in letters.</summary>
    internal string? InGroup(string name, string group)
    {
        var known = Members(group)!;
        return known.FirstOrDefault(one => one != name && string.Equals(one, name, StringComparison.OrdinalIgnoreCase))
            ?? Synonyms.Of(name).Where(path => KeyPath.Parent(path) == group).Select(KeyPath.Leaf).FirstOrDefault(known.Contains)
            ?? Spelling.Nearest(name, known);
    }

    /// <summary><c>a</c>, <c>a.b</c> and <c>a.b.c</c>.</summary>
    private static IEnumerable<string> AtAndAbove(Key key) =>
        Enumerable.Range(1, key.Segments.Length).Select(count => string.Join(".", key.Segments.Take(count)));
}
