using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary><c>image.antialias</c> came later than the first runs, whose hashes are still those of variants that do not speak of it.</summary>
public sealed class AntialiasKeyTests
{
    [Fact]
    public void Said_or_not_it_is_on_and_leaves_the_hash_alone()
    {
        Assert.True(Variant("").Image.Antialias);
        Assert.Equal(SpecHash.Of(Variant("")), SpecHash.Of(Variant("image: { antialias: true }")));
        Assert.DoesNotContain("antialias", CanonicalYaml.Write(Variant("")));
    }

    [Fact]
    public void Off_it_is_another_experiment_and_is_written_back()
    {
        var aliased = Variant("image: { antialias: false }");
        Assert.False(aliased.Image.Antialias);
        Assert.NotEqual(SpecHash.Of(Variant("")), SpecHash.Of(aliased));
        Assert.Contains("antialias: false", CanonicalYaml.Write(aliased));
    }

    private static Variant Variant(string more) => Check.Sound("y.yaml", ("x.yaml", Samples.Base), ("y.yaml", $"variant: Y\nextends: x\n{more}"));
}
