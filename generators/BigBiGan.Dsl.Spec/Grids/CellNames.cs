using System.Text;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>The class of a cell that is not a variant of the folder: <c>FashionBatch32</c>, after the variant and the values that vary.</summary>
internal sealed class CellNames(GridFile grid)
{
    private const int Longest = 80;

    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constant = new(
        grid.Axes.All.GroupBy(axis => axis.Path)
            .Where(group => group.Count() == 1 && group.Single().Values.Count == 1)
            .Select(group => group.Key),
        StringComparer.Ordinal);

    public Variant Named(Variant variant, Variant of, IReadOnlyList<Assignment> assignments)
    {
        var hash = SpecHash.Of(variant);
        var name = of.Name + string.Concat(assignments.Where(one => !_constant.Contains(one.Path)).Select(Words));
        name = name.Length <= Longest ? name : $"{of.Name}_{hash.Substring(0, 8)}";

        // another variant of the same name: of another folder, or with values that read alike
        if (_hashes.TryGetValue(name, out var taken) && taken != hash)
        {
            name = $"{name}_{hash.Substring(0, 8)}";
        }

        _hashes[name] = hash;
        return variant with { Name = name, Path = $"{grid.Path}/{name}" };
    }

    private static string Words(Assignment one)
    {
        var segments = one.Path.Split('.');
        var leaf = segments[segments.Length - 1];
        var key = leaf.Length == 1 && segments.Length > 1 ? $"{segments[segments.Length - 2]}-{leaf}" : leaf;
        return Pascal(key) + Pascal(one.Value is ScalarNode { IsNull: true } ? "none" : AxisText.Of(one.Path, one.Value).Replace(".", "_").Replace("e-", "em"));
    }

    private static string Pascal(string text)
    {
        var word = new StringBuilder();
        var start = true;
        foreach (var letter in text)
        {
            var isPart = letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
            if (isPart)
            {
                word.Append(start && letter != '_' ? char.ToUpperInvariant(letter) : letter);
            }

            start = !isPart;
        }

        return word.ToString();
    }
}
