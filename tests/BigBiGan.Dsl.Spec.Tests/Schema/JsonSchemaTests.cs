using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>The schema that editors use accepts and refuses what the compiler does, as far as a JSON Schema can tell.</summary>
public sealed class JsonSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(JsonSchema.Write(SpecKeys.Table))!.AsObject();

    public static TheoryData<string> Sound =>
    [
        Samples.Base, Samples.HighResE, Samples.RevNetX4, Samples.Fashion, Samples.PlainGan,
        .. Page.Blocks(Resource.Text("spec.md"), "yaml").SelectMany(Page.Files).Select(file => file.Text),
        .. SpecKeys.All.Where(key => key.DefaultText is not (null or "image.size")).Select(key => Nested(key.Path, key.DefaultText!)),
        .. SpecKeys.All.Select(key => Nested(key.Path, key.Example)),
        .. SpecKeys.All.Where(key => key.Presence != Presence.OwnFile).Select(key => Nested(key.Path, "~")),
        "training: { steps: 2^20, batch: 1.5k, ema: 0.5e-1 }",
    ];

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_compiles_is_accepted(string text) => Assert.True(Accepts(Schema, Json(SpecReader.Read("x.yaml", text).File.Root!)));

    [Theory]
    [InlineData("trainig: { batch: 32 }")]
    [InlineData("encoder: { head: { widht: 256 } }")]
    [InlineData("encoder: { head: { layers: 3 } }")]
    [InlineData("encoder: nothing")]
    [InlineData("encoder: { backbone: { depth: 34 } }")]
    [InlineData("encoder: { backbone: { depth: [] } }")]
    [InlineData("training: { batch: 1 }")]
    [InlineData("training: { batch: many }")]
    [InlineData("training: { ema: 1 }")]
    [InlineData("training: { learning-rate: { G: 0 } }")]
    [InlineData("training: { augmentation: { flip: yes } }")]
    [InlineData("image: { colours: 2 }")]
    [InlineData("latent: { prior: gaussian }")]
    [InlineData("objective: { scores: [x, x] }")]
    [InlineData("objective: { scores: [y] }")]
    [InlineData("generator: { blocks: [{ down: 4 }] }")]
    [InlineData("generator: { blocks: [{ up: 4, same: 2 }] }")]
    [InlineData("discriminator: { F: { blocks: [{ up: 4 }] } }")]
    [InlineData("variant: high-res")]
    [InlineData("variant: ~")]
    [InlineData("extends: /base")]
    [InlineData("ablates: encodr")]
    public void What_does_not_compile_is_refused(string text)
    {
        var file = SpecReader.Read("x.yaml", text).File;
        Assert.NotEmpty(file.Problems);
        Assert.False(Accepts(Schema, Json(file.Root!)));
    }

    [Fact]
    public void Hovering_tells_what_a_key_is() => Assert.Equal(
        "decay of Adam's second moment. A number at least 0 and below 1; default 0.999.",
        Schema["properties"]!["training"]!["anyOf"]![1]!["properties"]!["adam"]!["anyOf"]![1]!["properties"]!["beta2"]!["description"]!.GetValue<string>());

    private static string Nested(string path, string value) =>
        path.Split('.').Reverse().Aggregate(value, (inner, name) => inner == value && name == path.Split('.')[^1] ? $"{name}: {inner}" : $"{name}: {{ {inner} }}");

    /// <summary>A spec as an editor sees it: values typed by YAML's own rules.</summary>
    private static JsonNode? Json(SpecNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Json)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Quoted: false, Text: "true" or "false" } scalar => scalar.Text == "true",
        ScalarNode { Quoted: false } scalar when double.TryParse(scalar.Text, CultureInfo.InvariantCulture, out var number) => number,
        ScalarNode scalar => scalar.Text,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The words of JSON Schema that ours uses; an unknown word fails the test.</summary>
    private static bool Accepts(JsonObject schema, JsonNode? value) => schema.All(word => word.Key switch
    {
        "$schema" or "title" or "description" => true,
        "anyOf" => word.Value!.AsArray().Any(option => Accepts(option!.AsObject(), value)),
        "enum" => word.Value!.AsArray().Any(option => JsonNode.DeepEquals(option, value)),
        "type" => word.Value!.GetValue<string>() switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value is JsonValue text && text.TryGetValue<string>(out _),
            "number" => Number(value) is not null,
            "integer" => Number(value) is { } number && number == Math.Floor(number),
            var type => throw new InvalidOperationException(type),
        },
        "minimum" => Number(value) is not { } number || number >= word.Value!.GetValue<double>(),
        "maximum" => Number(value) is not { } number || number <= word.Value!.GetValue<double>(),
        "exclusiveMinimum" => Number(value) is not { } number || number > word.Value!.GetValue<double>(),
        "exclusiveMaximum" => Number(value) is not { } number || number < word.Value!.GetValue<double>(),
        "multipleOf" => Number(value) is not { } number || number % word.Value!.GetValue<double>() == 0,
        "pattern" => value is not JsonValue text || !text.TryGetValue<string>(out var written) || Regex.IsMatch(written, word.Value!.GetValue<string>()),
        "minItems" => value is not JsonArray array || array.Count >= word.Value!.GetValue<int>(),
        "maxItems" => value is not JsonArray array || array.Count <= word.Value!.GetValue<int>(),
        "uniqueItems" => value is not JsonArray array || array.Select(item => item?.ToJsonString()).Distinct().Count() == array.Count,
        "items" => value is not JsonArray array || array.All(item => Accepts(word.Value!.AsObject(), item)),
        "properties" => value is not JsonObject mapping || mapping.All(entry => word.Value![entry.Key] is not JsonObject property || Accepts(property, entry.Value)),
        "additionalProperties" => value is not JsonObject mapping || mapping.All(entry => schema["properties"]!.AsObject().ContainsKey(entry.Key)),
        "required" => value is not JsonObject mapping || word.Value!.AsArray().All(name => mapping.ContainsKey(name!.GetValue<string>())),
        var unknown => throw new InvalidOperationException(unknown),
    });

    private static double? Number(JsonNode? value) => value is JsonValue number && number.TryGetValue<double>(out var read) ? read : null;
}
