using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>A text as an editor's language server sees it: values typed by the core schema of YAML 1.2 (section 10.3.2), so that <c>500k</c> is a string.</summary>
internal static partial class EditorYaml
{
    public static JToken Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Json(stream.Documents.Single().RootNode);
    }

    private static JToken Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JObject(mapping.Children.Select(entry => new JProperty(((YamlScalarNode)entry.Key).Value!, Json(entry.Value)))),
        YamlSequenceNode sequence => new JArray(sequence.Children.Select(Json)),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        YamlScalarNode quoted => new JValue(quoted.Value),
        _ => throw new InvalidOperationException(node.ToString()),
    };

    private static JValue Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => JValue.CreateNull(),
        "true" or "True" or "TRUE" => new JValue(true),
        "false" or "False" or "FALSE" => new JValue(false),
        _ when Integer().IsMatch(text) => new JValue(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        _ when Real().IsMatch(text) => new JValue(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => new JValue(text),
    };

    [GeneratedRegex("^[-+]?[0-9]{1,18}$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Real();
}
