using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>A value of an axis in one spelling, whatever its key is.</summary>
internal static class AxisText
{
    /// <param name="path">A key or a group of a spec.</param>
    /// <param name="node">Sound for it; empty where it removes what the variant has.</param>
    public static string Of(string path, SpecNode node) => node switch
    {
        ScalarNode { IsNull: true } => "~",
        MappingNode mapping when SpecKeys.Members(path) is not null =>
            $"{{ {string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key}: {Of(KeyPath.Child(path, entry.Key), entry.Value)}"))} }}",
        _ => SpecKeys.Find(path)!.Type.Canonical(node)!,
    };
}
