using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary><c>training.ema</c> is a decay, or a decay with the step at which the average begins.</summary>
public sealed class AverageKeyTests
{
    [Fact]
    public void A_number_is_an_average_from_the_first_step()
    {
        var plain = Variant("");
        Assert.Equal(0, plain.Training.Ema.Start);
        Assert.Equal(SpecHash.Of(plain), SpecHash.Of(Variant($"training: {{ ema: {{ start: 0, decay: {Number(plain)} }} }}")));
        Assert.DoesNotContain("start", CanonicalYaml.Write(plain));
    }

    [Fact]
    public void A_start_is_another_experiment_and_is_written_back()
    {
        var later = Variant("training: { ema: { decay: 0.99, start: 1k } }");
        Assert.Equal(new AverageSpec(0.99, 1000), later.Training.Ema);
        Assert.Contains("ema: { decay: 0.99, start: 1000 }", CanonicalYaml.Write(later));
        Assert.NotEqual(SpecHash.Of(Variant("training: { ema: 0.99 }")), SpecHash.Of(later));
    }

    /// <summary>It is one value: a base's start does not stay behind a child's decay.</summary>
    [Fact]
    public void A_childs_average_takes_the_place_of_its_bases()
    {
        var child = Check.Sound("y.yaml", ("x.yaml", Samples.Base), ("y.yaml", "variant: Y\nextends: z\ntraining: { ema: { decay: 0.9 } }"), ("z.yaml", "variant: Z\nextends: x\ntraining: { ema: { decay: 0.99, start: 10 } }"));
        Assert.Equal(new AverageSpec(0.9, 0), child.Training.Ema);
    }

    [Theory]
    [InlineData("{ start: 5 }", "BBG0204", "`training.ema.decay` is missing; expected something like `{ decay: 0.9999, start: 20k }`")]
    [InlineData("{ decay: 0.9, begin: 5 }", "BBG0201", "`begin` is not a key of `training.ema`; expected `decay` and `start`")]
    [InlineData("{ decay: 1.5 }", "BBG0203", "`training.ema.decay` is `1.5`; expected a number at least 0 and below 1")]
    [InlineData("{ decay: 0.9, start: -1 }", "BBG0203", "`training.ema.start` is `-1`; expected an integer from 0 to 1000000000")]
    public void What_is_wrong_with_it_is_told_at_its_key(string value, string id, string message)
    {
        var problem = Assert.Single(Check.Problems(("x.yaml", Samples.Base), ("y.yaml", $"variant: Y\nextends: x\ntraining: {{ ema: {value} }}")));
        Assert.Contains($"{id}", problem);
        Assert.Contains(message, problem);
    }

    [Fact]
    public void An_average_that_never_begins_is_a_mistake()
    {
        var problem = Assert.Single(Check.Problems(("x.yaml", Samples.Base), ("y.yaml", "variant: Y\nextends: x\ntraining: { steps: 100, ema: { decay: 0.9, start: 100 } }")));
        Assert.Contains("BBG0419", problem);
        Assert.Contains("so that the average never begins; expected a start below 100", problem);
    }

    private static Variant Variant(string more) => Check.Sound("y.yaml", ("x.yaml", Samples.Base), ("y.yaml", $"variant: Y\nextends: x\n{more}"));

    private static string Number(Variant variant) => variant.Training.Ema.Decay.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
