using BigBiGan.Dsl.Docs;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Workspace;
using Newtonsoft.Json.Linq;
using EditorSchema = NJsonSchema.JsonSchema;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>
/// The schemas that editors use, held by an independent validator against every spec that there is: what compiles is accepted, and
/// what does not is refused as far as a JSON Schema can tell.
/// </summary>
public sealed class JsonSchemaTests
{
    private static readonly EditorSchema Spec = Schema(SpecKeys.Table);
    private static readonly EditorSchema Grid = Schema(GridKeys.Table);
    private static readonly EditorSchema Calibration = Schema(CalibrationKeys.Table);
    private static readonly EditorSchema Launcher = Schema(LauncherKeys.Table);
    private static readonly EditorSchema Layer = Schema(LayerKeys.Table);

    /// <summary>The rules of which a schema knows nothing: what follows from several keys, from other files or from what the networks are.</summary>
    private static readonly string[] BeyondASchema =
    [
        "BBG0204", "BBG0205",
        "BBG0301", "BBG0302", "BBG0303", "BBG0304", "BBG0305", "BBG0307",
        "BBG0401", "BBG0402", "BBG0403", "BBG0404", "BBG0405", "BBG0406", "BBG0407", "BBG0408", "BBG0409", "BBG0410", "BBG0411", "BBG0412", "BBG0413",
        "BBG0414", "BBG0415", "BBG0416", "BBG0417", "BBG0418", "BBG0419", "BBG0420", "BBG0421", "BBG0422", "BBG0423", "BBG0424",
        "BBG0501", "BBG0503", "BBG0504",
        "BBG0601", "BBG0603", "BBG0604", "BBG0605", "BBG0606", "BBG0607", "BBG0608", "BBG0609",
        "BBG0701", "BBG0702", "BBG0703",
    ];

    public static TheoryData<string> Models => [.. Resource.Names("models/").Where(name => name.EndsWith(".yaml", StringComparison.Ordinal))];

    public static TheoryData<string> Sound => [.. SoundTexts.Distinct()];

    private static IEnumerable<string> SoundTexts =>
    [
        Samples.Base, Samples.HighResE, Samples.RevNetX4, Samples.Fashion, Samples.PlainGan, Samples.Labelled, Samples.BiGan, Samples.Autoencoder, Samples.LatentRegressor,
        .. new[] { "README.md", "editors.md", "spec.md", "grids.md", "clusters.md", "custom-layers.md" }.SelectMany(page => Page.Blocks(Resource.Text(page), "yaml")).SelectMany(Page.Files).Select(file => file.Text),
        .. SpecKeys.All.Where(key => key.DefaultText is not (null or "image.size")).Select(key => Nested(key.Path, key.DefaultText!)),
        .. SpecKeys.All.Select(key => Nested(key.Path, key.Example)),
        .. SpecKeys.All.Where(key => key.Presence != Presence.OwnFile).Select(key => Nested(key.Path, "~")),
        .. GridKeys.Table.All.Where(key => key.Path != "grid").Select(key => $"{GridWithout(key.Segments[0])}{Nested(key.Path, key.Example)}\n"),
        .. LauncherKeys.Table.All.Select(key => key.Path == "launcher" ? "launcher: Mine\n" : $"launcher: Mine\n{Nested(key.Path, key.Example)}\n"),
        "training: { steps: 2^20, batch: 1.5k, ema: 0.5e-1 }",
        "training: { steps: \"500\", batch: '1e3', ema: 5e-1, learning-rate: { G: .1 } }",
        Lab("product: { encoder: [none, { posterior: point }], training.adam: [~, { beta1: 5e-1 }], objective.scores: [[x, xz]] }"),
        Lab("union: [{ zip: { training.ema: [0] } }, { union: [{ product: { training.batch: [2^4] } }] }]"),
        Lab("exclude: [{ variant: [../small/a, b], seed: [0, 1], training.batch: 32, objective.scores: [x] }]"),
        Lab("only-when: { training.ema: { variant: ../small/a, encoder: none } }"),
    ];

    public static TheoryData<string> SpecIds => [.. Rule.All.Select(rule => rule.Id).Where(id => id[3..5] is not ("01" or "09"))];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_spec_and_grid_of_the_models_is_accepted_and_names_its_schema(string name)
    {
        var text = Resource.Text(name);
        Assert.Empty(Faults(text));
        Assert.StartsWith($"# yaml-language-server: $schema=../{KindOf(text)}.schema.json\n", text);
        Assert.Equal(2, name.Count(letter => letter == '/'));
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_compiles_is_accepted(string text) => Assert.Empty(Faults(text));

    [Theory]
    [InlineData("trainig: { batch: 32 }")]
    [InlineData("encoder: { head: { widht: 256 } }")]
    [InlineData("encoder: { head: { layers: 3 } }")]
    [InlineData("encoder: nothing")]
    [InlineData("encoder: { backbone: { depth: 34 } }")]
    [InlineData("encoder: { backbone: { depth: [] } }")]
    [InlineData("training: { batch: 1 }")]
    [InlineData("training: { batch: 1.5 }")]
    [InlineData("training: { batch: many }")]
    [InlineData("training: { batch: [32] }")]
    [InlineData("training: { ema: 1 }")]
    [InlineData("training: { learning-rate: { G: 0 } }")]
    [InlineData("training: { augmentation: { flip: yes } }")]
    [InlineData("training: { augmentation: { crop: { area: [0.5] } } }")]
    [InlineData("training: { augmentation: { crop: { area: [0.5, 1.5] } } }")]
    [InlineData("image: { colours: 2 }")]
    [InlineData("latent: { prior: gaussian }")]
    [InlineData("latent: 32")]
    [InlineData("objective: { scores: [x, x] }")]
    [InlineData("objective: { scores: [y] }")]
    [InlineData("generator: { blocks: [{ down: 4 }] }")]
    [InlineData("generator: { blocks: [{ up: 4, same: 2 }] }")]
    [InlineData("discriminator: { F: { blocks: [{ up: 4 }] } }")]
    [InlineData("variant: high-res")]
    [InlineData("variant: ~")]
    [InlineData("extends: /base")]
    [InlineData("ablates: encodr")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]")]
    [InlineData("grid: Lab\nvariants: [a, a]\nseeds: [0]\ndata: imagenet")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [-1]\ndata: imagenet")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: /imagenet")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nproduct: { training.bach: [16] }")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nproduct: { training.batch: 16 }")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nproduct: { training.batch: [16, 1] }")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nproduct: { training.adam: [{ beta3: 0 }] }")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nunion: [{ product: { training.ema: [1] } }]")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nexclude: [{ sed: 1 }]")]
    [InlineData("grid: Lab\nvariants: [a]\nseeds: [0]\ndata: imagenet\nproduct: { training.ema: [0] }\nonly-when: { training.ema: { latent.prior: gaussian } }")]
    public void What_does_not_compile_is_refused(string text)
    {
        Assert.NotEmpty(SpecReader.Read("x.yaml", text).File.Problems);
        Assert.NotEmpty(Faults(text));
    }

    /// <summary>The wrong spec of docs/problems.md is refused, or its rule is one of those that a schema cannot express; the mended one is accepted.</summary>
    [Theory]
    [MemberData(nameof(SpecIds))]
    public void The_examples_of_a_rule_are_told_apart_as_far_as_a_schema_can(string id)
    {
        var blocks = Page.Blocks(Resource.Text("problems.md"), "yaml", id);
        Assert.Equal(BeyondASchema.Contains(id), Page.Files(blocks[0]).All(file => Faults(file.Text).Count == 0));
        Assert.All(Page.Files(blocks[1]), file => Assert.Empty(Faults(file.Text)));
    }

    [Fact]
    public void Hovering_tells_what_a_key_is_with_range_default_and_presence()
    {
        Assert.Equal("decay of Adam's second moment. A number at least 0 and below 1; default 0.999.", Member(Spec, "training.adam.beta2").Description);
        Assert.Equal("width of those layers. An integer from 1 to 65536; required with an encoder, without `encoder.mlp`.", Member(Spec, "encoder.head.width").Description);
        Assert.Equal("Adam's rate of each network: `G`, `D` and `E`.", Member(Spec, "training.learning-rate").Description);
    }

    [Fact]
    public void Every_key_and_group_has_a_description_and_every_key_an_example_that_it_takes()
    {
        foreach (var (keys, schema) in new[] { (SpecKeys.Table, Spec), (GridKeys.Table, Grid), (LayerKeys.Table, Layer), (LauncherKeys.Table, Launcher) })
        {
            foreach (var key in keys.All)
            {
                var member = Member(schema, key.Path);
                var example = Assert.Single(JArray.FromObject(member.ExtensionData!["examples"]!));
                Assert.Empty(member.Validate(example));
                Assert.Equal(key.DefaultText is not (null or "image.size"), member.Default is not null);
                if (member.Default is { } fallback)
                {
                    Assert.Empty(member.Validate(JToken.FromObject(fallback)));
                }
            }

            var groups = keys.All.SelectMany(key => Enumerable.Range(1, key.Segments.Length - 1).Select(count => string.Join('.', key.Segments.Take(count)))).Distinct();
            Assert.All(groups, group => Assert.False(string.IsNullOrEmpty(Member(schema, group).Description)));
        }
    }

    [Fact]
    public void Every_group_that_is_described_is_one() =>
        Assert.All(GroupText.All.Keys, group => Assert.NotNull(SpecKeys.Members(group) ?? GridKeys.Table.Members(group) ?? LayerKeys.Table.Members(group) ?? LauncherKeys.Table.Members(group)));

    private static EditorSchema Schema(KeySet keys) => EditorSchema.FromJsonAsync(JsonSchema.Write(keys)).GetAwaiter().GetResult();

    private static string Lab(string more) => GridWithout("") + more + "\n";

    private static string GridWithout(string key) => "grid: Lab\n"
        + string.Concat(new[] { ("variants", "[../small/a]"), ("seeds", "[0]"), ("data", "imagenet") }.Where(line => line.Item1 != key).Select(line => $"{line.Item1}: {line.Item2}\n"));

    private static string Nested(string path, string value) =>
        path.Split('.').Reverse().Aggregate(value, (inner, name) => inner == value && name == path.Split('.')[^1] ? $"{name}: {inner}" : $"{name}: {{ {inner} }}");

    private static string KindOf(string text) => SpecReader.Read("x.yaml", text).File.Kind.ToString().ToLowerInvariant();

    private static List<string> Faults(string text)
    {
        var schema = KindOf(text) switch { "grid" => Grid, "calibration" => Calibration, "launcher" => Launcher, "layer" => Layer, _ => Spec };
        return [.. schema.Validate(EditorYaml.Read(text)).Select(fault => fault.ToString())];
    }

    private static EditorSchema Member(EditorSchema schema, string path) => path.Split('.').Aggregate(schema, (group, name) =>
        group.Properties.TryGetValue(name, out var own) ? own : group.AnyOf.Single(option => option.Properties.Count > 0).Properties[name]);
}
