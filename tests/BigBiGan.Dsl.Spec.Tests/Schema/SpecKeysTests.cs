using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

public sealed class SpecKeysTests
{
    public static TheoryData<string> Paths => [.. SpecKeys.All.Select(key => key.Path)];

    [Fact]
    public void Every_key_of_the_class_is_in_the_table() => Assert.Equal(
        typeof(SpecKeys).GetFields().Select(field => ((Key)field.GetValue(null)!).Path).Order(),
        SpecKeys.All.Select(key => key.Path).Order());

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_example_of_a_key_is_a_value_of_it(string path) =>
        Check.Specs([("x.yaml", Written(path, SpecKeys.Find(path)!.Example)), ("base.yaml", Samples.Base)]);

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_default_of_a_key_is_a_value_of_it(string path)
    {
        if (SpecKeys.Find(path) is { DefaultText: { } text } && text != "image.size")
        {
            Check.Spec(Written(path, text));
        }
    }

    /// <summary>What is compared, hashed and printed is everything: no key is forgotten there.</summary>
    [Fact]
    public void Every_key_is_in_the_text_of_some_variant()
    {
        string[] samples = [Samples.Base, Samples.Base.With("colours: 3", "colours: 3, antialias: false").With("training:\n", "training:\n  evaluate-every: 1k\n  micro-batches: 2\n  norm-statistics: replica\n"), Samples.Base.With("family: resnet", "family: revnet"), Samples.PlainGan, Samples.Labelled, Samples.BiGan, Samples.Autoencoder, Samples.LatentRegressor];
        var written = samples.SelectMany(sample => VariantText.Of(Check.Sound("x.yaml", ("x.yaml", sample)))).Select(line => line.Key.Path).Distinct();
        Assert.Equal(SpecKeys.All.Where(key => key.Presence != Presence.OwnFile).Select(key => key.Path).Order(), written.Order());
    }

    /// <summary>What a variant is compared by has no key twice and none that it has no effect for.</summary>
    [Fact]
    public void A_variant_as_text_is_a_variant_without_problems()
    {
        foreach (var sample in new[] { Samples.Base, Samples.PlainGan, Samples.Labelled, Samples.BiGan, Samples.Autoencoder, Samples.LatentRegressor })
        {
            var variant = Check.Sound("x.yaml", ("x.yaml", sample));
            Assert.Equal(variant, Check.Sound("x.yaml", ("x.yaml", CanonicalYaml.Write(variant))));
        }
    }

    private static string Written(string path, string value)
    {
        var nested = path.Split('.').Reverse().Skip(1).Aggregate($"{path.Split('.')[^1]}: {value}", (inner, group) => $"{group}: {{ {inner} }}");
        return path switch
        {
            "ablates" => $"variant: Deep\nextends: base\n{nested}\nencoder: {{ backbone: {{ depth: 101 }} }}",
            "variant" => Samples.Fashion.With("variant: Fashion", nested),
            _ => nested,
        };
    }
}
