using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>The hand-written half of a variant.</summary>
public sealed class ClassTests
{
    [Fact]
    public void The_attribute_moves_the_variant_into_the_class_that_a_person_wrote()
    {
        var generation = Generation.Of([("small/tiny.yaml", Specs.Tiny)], """
            namespace Mine;
            [BigBiGan.Dsl.Variant("small/tiny.yaml")]
            public sealed partial class Favourite
            {
                public Lab.Grey32 Draw() => Generator.Forward(Prior.Sample(4, new BigBiGan.Dsl.Randomness.CounterRandom(1, "draw", 0)));
            }
            """);

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("global::Mine.Favourite.Create", generation["Variants"]);
    }

    [Theory]
    [InlineData("[BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed class Mine;", "File0.cs(1,57): error BBG0901: class Mine is not partial; the compiler writes the other half of [Variant(\"tiny.yaml\")]: declare it 'sealed partial class Mine'")]
    [InlineData("[BigBiGan.Dsl.Variant(\"tinny.yaml\")] public sealed partial class Mine;", "File0.cs(1,66): error BBG0902: [Variant(\"tinny.yaml\")] names no spec (did you mean tiny.yaml?); expected a path below the models folder with ending, such as small/fashion.yaml")]
    [InlineData("[BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed partial class A; [BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed partial class B;", "File0.cs(1,132): error BBG0903: tiny.yaml has two classes, A and B; keep one [Variant(\"tiny.yaml\")]")]
    public void A_wrong_half_is_reported_on_its_name(string csharp, string expected)
    {
        var generation = Generation.Of([("tiny.yaml", Specs.Tiny)], csharp);

        Assert.Equal(expected, Assert.Single(generation.Problems).ToString());
    }
}
