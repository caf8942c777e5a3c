using System.Globalization;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Docs;

/// <summary>A value as JSON, typed as YAML 1.2's core schema does and editors see it: <c>5e-5</c> is a number, <c>500k</c> a text.</summary>
internal static class JsonValue
{
    /// <param name="text">As it would stand in a spec; null where that is not a YAML.</param>
    public static SpecNode? Parse(string text) => SpecReader.Read("x.yaml", $"value: {text}").File.Root?["value"];

    public static string Of(SpecNode node) => node switch
    {
        MappingNode mapping => $"{{ {string.Join(", ", mapping.Entries.Select(entry => $"{JsonText.String(entry.Key)}: {Of(entry.Value)}"))} }}",
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Of))}]",
        ScalarNode { IsNull: true } => "null",
        ScalarNode { Quoted: false, Text: "true" or "false" } word => word.Text,
        ScalarNode { Quoted: false } number when double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) =>
            NumberText.Write(value),
        var text => JsonText.String(((ScalarNode)text).Text),
    };
}
