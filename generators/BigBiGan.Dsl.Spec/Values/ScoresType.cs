using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>Which scores enter both losses.</summary>
internal sealed class ScoresType : SpecType<ScoresSpec>
{
    internal static readonly string[] Names = ["x", "z", "xz"];

    public override string Description => "a list of `x`, `z` and `xz`, each at most once";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out ScoresSpec value)
    {
        value = new ScoresSpec(false, false, false);
        if (node is not SequenceNode { Items.Count: > 0 } list)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var seen = new HashSet<string>();
        var sound = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (item is not ScalarNode scalar || !Names.Contains(scalar.Text) || !seen.Add(scalar.Text))
            {
                findings.AtValue(Rule.WrongType, KeyPath.Item(path, i), $"`{path}` has {NodeText.OfItem(item)}; expected {Description}");
                sound = false;
            }
        }

        value = new ScoresSpec(seen.Contains("x"), seen.Contains("z"), seen.Contains("xz"));
        return sound;
    }

    internal override string Write(ScoresSpec value)
    {
        bool[] given = [value.X, value.Z, value.Joint];
        return $"[{string.Join(", ", Names.Where((_, i) => given[i]))}]";
    }
}
