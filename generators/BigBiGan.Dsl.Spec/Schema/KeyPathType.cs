using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>A key, or a whole group, of the schema.</summary>
internal sealed class KeyPathType : SpecType<string>
{
    public override string Description => "a key path such as `encoder.backbone`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text : "";
        if (SpecKeys.IsInherited(value))
        {
            return true;
        }

        var near = Spelling.DidYouMean(value, SpecKeys.InheritedPaths);
        findings.AtValue(Rule.AblationKey, path, $"`{path}` is {NodeText.Of(node)}, which is not a key of a spec; expected {Description}{near}");
        return false;
    }

    internal override string Write(string value) => value;
}
