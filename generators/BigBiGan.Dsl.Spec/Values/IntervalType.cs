using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>Two positive numbers, the second not below the first.</summary>
/// <param name="most">Neither is larger.</param>
internal sealed class IntervalType(double most) : SpecType<Interval>
{
    public double Most => most;

    public override string Description => $"two numbers above 0 and at most {NumberText.Write(most)}, in order, such as `[0.5, 1]`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out Interval value)
    {
        value = default;
        if (node is not SequenceNode { Items.Count: 2 } list
            || list.Items[0] is not ScalarNode first
            || list.Items[1] is not ScalarNode second
            || !NumberText.TryParse(first.Text, out var from) || !NumberText.TryParse(second.Text, out var to))
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        value = new Interval(from, to);
        return (from > 0 && from <= to && to <= most) || Refuse(Rule.OutOfRange, node, path, findings);
    }

    internal override string Write(Interval value) => $"[{NumberText.Write(value.From)}, {NumberText.Write(value.To)}]";
}
