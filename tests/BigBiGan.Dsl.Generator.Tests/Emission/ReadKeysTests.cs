using System.Text.RegularExpressions;
using BigBiGan.Dsl.Generator.Tests.Harness;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Tests;
using BigBiGan.Dsl.Spec.Workspace;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>
/// Nothing in a spec is ignored: many values of every key over every kind of variant. Whatever value is written, the code becomes
/// another, or there is a problem, or the value says what holds anyway.
/// </summary>
public sealed partial class ReadKeysTests
{
    private static readonly (string Name, string Text)[] Kinds =
    [
        ("bigbigan", Samples.Fashion),
        ("revnet", Samples.Fashion.With("family: resnet", "family: revnet")),
        ("point", Samples.Fashion.With("encoder:\n", "encoder:\n  posterior: point\n").With("training:\n", "objective: { scores: [x, xz], regression: separate, reconstruction: l1 }\ntraining:\n")),
        ("gan", Samples.PlainGan),
        ("labelled", Samples.Labelled),
        ("bigan", Samples.BiGan),
        ("autoencoder", Samples.Autoencoder),
        ("regressor", Samples.LatentRegressor),
    ];

    /// <summary>What must change together with a key that takes a whole network away.</summary>
    private static readonly (string Kind, string Key, string Text)[] Whole =
    [
        ("bigbigan", "encoder", "encoder: none\ndiscriminator: { H: ~, J: ~ }\nobjective: { scores: [x] }\ntraining: { learning-rate: { E: ~ } }"),
        ("bigan", "discriminator", "discriminator: none\nobjective: { loss: ~, scores: ~, reconstruction: l2 }\ntraining: { learning-rate: { D: ~ }, updates: ~ }"),
    ];

    /// <summary>Written, they say what holds anyway, and a variant's text does not have them: they came later than the first hashes.</summary>
    private static readonly string[] Unwritten = ["image: { antialias: true }", "training: { evaluate-every: 0 }", "training: { micro-batches: 1 }", "training: { norm-statistics: batch }"];

    private static readonly IReadOnlyList<Key> Keys = [.. SpecKeys.All.Where(key => key.Presence != Presence.OwnFile)];

    [Fact]
    public void Every_value_of_every_key_over_every_kind_of_variant_is_read_or_reported()
    {
        var children = Children().Select((child, i) => (child.Kind, child.Key, child.Text, Class: $"V{i}", File: $"{child.Kind}/v{i}")).ToList();
        var specs = Kinds.Select(kind => (kind.Name + "/base.yaml", kind.Text))
            .Concat(Kinds.Select(kind => (kind.Name + "/same.yaml", "variant: Same\nextends: base")))
            .Concat(children.Select(child => (child.File + ".yaml", $"variant: {child.Class}\nextends: base\n{child.Text}"))).ToList();
        var result = Run(specs);
        var reported = result.Diagnostics.Select(problem => problem.Location.GetLineSpan().Path["models/".Length..]).ToHashSet();
        var code = result.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
        var meant = SpecSet.Read(specs).Variants.ToDictionary(variant => variant.Path, VariantText.Of);

        Assert.All(Kinds, kind => Assert.DoesNotContain(kind.Name + "/base.yaml", reported));
        var ignored = new List<string>();
        var read = new HashSet<string>();
        foreach (var (kind, key, text, name, file) in children.Where(child => !reported.Contains(child.File + ".yaml")))
        {
            if (Plain(code[file.Replace('/', '.') + ".g.cs"], name) != Plain(code[kind + ".same.g.cs"], "Same"))
            {
                read.Add(key.Path);
            }
            else if (!Unwritten.Contains(text) && (!meant[kind + "/base"].SequenceEqual(meant[file]) || meant[kind + "/base"].All(line => line.Key != key)))
            {
                ignored.Add($"over {kind}: {text}");
            }
        }

        Assert.True(ignored.Count == 0, "neither read nor reported:\n" + string.Join('\n', ignored));
        Assert.Equal(Keys.Select(key => key.Path).Order(), read.Order());
    }

    /// <summary>Those that are not inherited: what they are for is said of the file, or shows in its class.</summary>
    [Fact]
    public void Every_key_of_a_file_alone_is_read()
    {
        var own = new Dictionary<string, (string Before, string After)>
        {
            ["variant"] = ("variant: Wide\nextends: fashion", "variant: Wider\nextends: fashion"),
            ["summary"] = ("variant: Wide\nextends: fashion\nsummary: one", "variant: Wide\nextends: fashion\nsummary: other"),
            ["extends"] = ("variant: Wide\nextends: fashion", "variant: Wide\nextends: gan"),
            ["ablates"] = ("variant: Wide\nextends: fashion\ntraining: { batch: 64 }\nablates: training.batch", "variant: Wide\nextends: fashion\ntraining: { batch: 64 }\nablates: training.steps"),
            ["budget.parameters"] = ("variant: Wide\nextends: fashion\nlatent: { size: 64 }\nbudget: { parameters: 100% }", "variant: Wide\nextends: fashion\nlatent: { size: 64 }\nbudget: { parameters: 1% }"),
            ["budget.multiply-adds"] = ("variant: Wide\nextends: fashion\nbudget: { multiply-adds: 1T }", "variant: Wide\nextends: fashion\nbudget: { multiply-adds: 1k }"),
            ["budget.memory"] = ("variant: Wide\nextends: fashion\nbudget: { memory: 80 GB }", "variant: Wide\nextends: fashion\nbudget: { memory: 0.001 GB }"),
        };
        Assert.Equal(SpecKeys.All.Where(key => key.Presence == Presence.OwnFile).Select(key => key.Path).Order(), own.Keys.Order());
        Assert.All(own, key => Assert.NotEqual(Outcome(key.Value.Before), Outcome(key.Value.After)));

        static string Outcome(string text)
        {
            var result = Run([("fashion.yaml", Samples.Fashion), ("gan.yaml", Samples.PlainGan), ("x.yaml", text)]);
            return string.Concat(result.Diagnostics.Select(problem => problem.GetMessage())) + result.Results.Single().GeneratedSources.Single(source => source.HintName == "x.g.cs").SourceText;
        }
    }

    /// <summary>The generator alone: what it emits is compiled by other tests.</summary>
    private static GeneratorDriverRunResult Run(IEnumerable<(string Path, string Text)> specs) =>
        CSharpGeneratorDriver.Create([new VariantGenerator().AsSourceGenerator()], specs.Select(spec => new SpecSource(spec.Path, spec.Text)), optionsProvider: new SpecOptions())
            .RunGenerators(CSharpCompilation.Create("Lab")).GetRunResult();

    private static IEnumerable<(string Kind, Key Key, string Text)> Children() => Keys
        .SelectMany(Values, (key, value) => (Key: key, Text: Nested(key, value)))
        .SelectMany(_ => Kinds, (written, kind) => (kind.Name, written.Key, written.Text))
        .Concat(Whole.Select(whole => (whole.Kind, SpecKeys.Find(whole.Key)!, whole.Text)));

    /// <summary>The key's example, its default, every word that it may be and some numbers, as far as they are values of it.</summary>
    private static IEnumerable<string> Values(Key key) =>
        new[] { key.Example, key.DefaultText ?? key.Example }
            .Concat(Quoted().Matches(key.Type.Description).Select(match => match.Groups[1].Value))
            .Concat(["2", "6", "64", "0.25", "[2, 3]", "[0.5, 0.75]", "[1, 1]"])
            .Distinct()
            .Where(value => SpecSet.Read([("part.yaml", Nested(key, value))]).Problems.Count == 0);

    private static string Nested(Key key, string value) =>
        key.Segments.Reverse().Skip(1).Aggregate($"{key.Segments[^1]}: {value}", (inner, group) => $"{group}: {{ {inner} }}");

    /// <summary>The code without what names it (comments, its own name, path and hash), and without the precision as a fact, which nothing calculates with.</summary>
    private static string Plain(string code, string name)
    {
        code = Comment().Replace(code, "");
        code = Name().Replace(code, "");
        return Regex.Replace(code, $@"\b{name}(?=\b|Generator\b|Encoder\b|Discriminator\b|F\b|H\b|J\b)", "Variant");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s*//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(Path|Name|Summary|SpecHash): "".*""|Precision: Precision\.\w+")]
    private static partial Regex Name();
}
