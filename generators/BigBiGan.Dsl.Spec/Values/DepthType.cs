using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>Units per stage: a number that names a published backbone, or the list.</summary>
internal sealed class DepthType() : ListType<int>(new IntegerType(1, 64), most: 8)
{
    public override string Description => "`50`, `101` or a list of 1 to 8 stages' units such as `[1, 1, 1]`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<int> value)
    {
        value = (node as ScalarNode)?.Text switch
        {
            "50" => EquatableArray.Of(3, 4, 6, 3),
            "101" => EquatableArray.Of(3, 4, 23, 3),
            _ => EquatableArray<int>.Empty,
        };
        return value.Count > 0 || base.TryRead(node, path, findings, out value);
    }
}
