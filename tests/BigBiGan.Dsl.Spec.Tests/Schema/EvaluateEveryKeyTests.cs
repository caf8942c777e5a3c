using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary><c>training.evaluate-every</c> came later than the first runs, whose hashes are still those of variants that do not speak of it.</summary>
public sealed class EvaluateEveryKeyTests
{
    [Fact]
    public void Said_or_not_there_is_none_and_the_hash_is_left_alone()
    {
        Assert.Equal(0, Variant("").Training.EvaluateEvery);
        Assert.Equal(SpecHash.Of(Variant("")), SpecHash.Of(Variant("training: { evaluate-every: 0 }")));
        Assert.DoesNotContain("evaluate-every", CanonicalYaml.Write(Variant("")));
    }

    [Fact]
    public void A_number_is_part_of_the_variant_and_is_written_back()
    {
        var measured = Variant("training: { evaluate-every: 1k }");
        Assert.Equal(1000, measured.Training.EvaluateEvery);
        Assert.NotEqual(SpecHash.Of(Variant("")), SpecHash.Of(measured));
        Assert.Contains("evaluate-every: 1000", CanonicalYaml.Write(measured));
    }

    private static Variant Variant(string more) => Check.Sound("y.yaml", ("x.yaml", Samples.Base), ("y.yaml", $"variant: Y\nextends: x\n{more}"));
}
