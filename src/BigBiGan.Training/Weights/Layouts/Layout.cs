using System.Reflection;

namespace BigBiGan.Training.Weights.Layouts;

/// <summary>
/// The names under which another program stores networks, against ours: an embedded text of rules (Weights/Layouts), which is
/// applied to a model's real tensors.
/// </summary>
public sealed class Layout
{
    private readonly LayoutRule[] _rules;

    private Layout(string name, string text)
    {
        Name = name;
        var network = "";
        var found = new List<LayoutRule>();
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            switch (line.Split(' ', 2))
            {
                case ["network", var role]:
                    network = role;
                    break;
                case ["warns", var warning]:
                    Warning = warning;
                    break;
                default:
                    found.Add(LayoutRule.Parse(network, line));
                    break;
            }
        }

        _rules = [.. found];
    }

    /// <summary>Our own names: every network, in one file.</summary>
    public static Layout Own { get; } = Load("own");

    public static Layout BigGanPytorch { get; } = Load("biggan-pytorch");

    public static Layout BigBiGan { get; } = Load("bigbigan");

    /// <summary>In the order in which a file is tried; of two that fit the first is taken.</summary>
    public static IReadOnlyList<Layout> All { get; } = [Own, BigGanPytorch, BigBiGan];

    public string Name { get; }

    /// <summary>What a person who imports such a file should know; null for nothing.</summary>
    public string? Warning { get; }

    /// <summary>Whether a file's names start with the network, so that it can hold several.</summary>
    internal bool Together => _rules.All(rule => rule.Theirs.StartsWith(rule.Network + ".", StringComparison.Ordinal));

    /// <summary>The rules that give a tensor of ours, the preferred first; none where the layout has no name for it.</summary>
    internal IEnumerable<(LayoutRule Rule, string Theirs)> Find(string network, NamedTensor ours) => _rules
        .Where(rule => rule.Network == network)
        .Select(rule => (rule, name: rule.IsOurs(ours.Name) ? ours.Name : rule.IsOurs(ours.PositionedName) ? ours.PositionedName : null))
        .Where(found => found.name is not null)
        .Select(found => (found.rule, found.rule.ToTheirs(found.name!)));

    /// <summary>What the layout does with an entry of a file; null where it does not know the name.</summary>
    internal LayoutAction? ActionOn(string network, string theirs) => _rules.FirstOrDefault(rule => rule.Network == network && rule.IsTheirs(theirs))?.Action;

    private static Layout Load(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Layouts/{name}.txt")!);
        return new Layout(name, reader.ReadToEnd());
    }
}
