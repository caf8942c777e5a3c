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
    [InlineData("sealed class Mine;", 49, "class Mine is not partial; the compiler writes the other half of [Variant(\"tiny.yaml\")]: declare it 'sealed partial class Mine'")]
    [InlineData("sealed partial record Mine;", 58, "Mine is a record; networks are compared by identity: declare it 'sealed partial class Mine'")]
    [InlineData("partial class Mine<T>;", 50, "class Mine is generic; [Variant(\"tiny.yaml\")] is one class of fixed shapes: expected no type parameters")]
    [InlineData("file partial class Mine;", 55, "class Mine is local to its file; the other half of [Variant(\"tiny.yaml\")] is written in another: write 'internal' in place of 'file'")]
    [InlineData("static partial class Mine;", 57, "class Mine is static; [Variant(\"tiny.yaml\")] makes objects with networks: declare it 'sealed partial class Mine'")]
    [InlineData("abstract partial class Mine;", 59, "class Mine is abstract; [Variant(\"tiny.yaml\")] makes objects of it: declare it 'sealed partial class Mine'")]
    [InlineData("partial class Mine : System.Exception;", 50, "class Mine has a base class; the class of [Variant(\"tiny.yaml\")] derives from VariantModel: remove the base class, interfaces may stay")]
    [InlineData("partial class Mine(int width) { public int Width => width; }", 50, "class Mine has a primary constructor; [Variant(\"tiny.yaml\")] makes its objects by 'Create(device, seed)': remove the parameters")]
    public void A_class_that_the_generated_half_cannot_join_is_the_only_error(string declaration, int column, string message)
    {
        var generation = Generation.Of([("tiny.yaml", Specs.Tiny)], $"[BigBiGan.Dsl.Variant(\"tiny.yaml\")]{declaration}");

        Assert.Equal($"File0.cs(1,{column}): error BBG0901: {message}", Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.CompilerErrors());
    }

    [Fact]
    public void A_nested_class_is_the_only_error()
    {
        var generation = Generation.Of([("tiny.yaml", Specs.Tiny)], "static partial class Outer { [BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed partial class Mine; }");

        Assert.Equal(
            "File0.cs(1,94): error BBG0901: class Mine is nested; the other half of [Variant(\"tiny.yaml\")] is written in a file of its own: move Mine out, into a namespace",
            Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.CompilerErrors());
    }

    [Theory]
    [InlineData("internal sealed partial class Mine;")]
    [InlineData("partial class Mine;")]
    [InlineData("partial class Mine : BigBiGan.Dsl.VariantModel;")]
    [InlineData("public partial class Mine : System.IComparable { public int CompareTo(object? other) => 0; }")]
    [InlineData("partial class Mine; internal partial class Mine;")]
    public void The_generated_half_takes_the_accessibility_and_leaves_the_rest(string declaration)
    {
        var generation = Generation.Of([("tiny.yaml", Specs.Tiny)], $"[BigBiGan.Dsl.Variant(\"tiny.yaml\")]{declaration}");

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
    }

    [Theory]
    [InlineData("tinny.yaml", "no spec (did you mean tiny.yaml?); expected a path below the models folder with ending, such as small/fashion.yaml")]
    [InlineData("tiny", "no spec (did you mean tiny.yaml?); expected a path below the models folder with ending, such as small/fashion.yaml")]
    [InlineData("some/where/else/models/tiny.yaml", "no spec (did you mean tiny.yaml?); expected a path below the models folder with ending, such as small/fashion.yaml")]
    [InlineData("", "no spec; expected a path below the models folder with ending, such as small/fashion.yaml")]
    [InlineData("part.yaml", "a part, which declares no class; name a spec that extends it, or write `variant: Mine` into part.yaml")]
    [InlineData("grid.yaml", "a grid; its variants have their classes by themselves: expected the path of a spec")]
    public void A_path_that_names_no_variant_is_reported_on_the_path(string path, string message)
    {
        var generation = Generation.Of(
            [("tiny.yaml", Specs.Tiny), ("part.yaml", "training: { batch: 8 }\n"), ("grid.yaml", "grid: Lab1\nvariants: [tiny]\nseeds: [0]\ndata: fashion\n")],
            $"[BigBiGan.Dsl.Variant(\"{path}\")] public sealed partial class Mine;");

        var problem = Assert.Single(generation.Problems);
        Assert.Equal($"File0.cs(1,23): error BBG0902: [Variant(\"{path}\")] names {message}", problem.ToString());
        Assert.Equal(path.Length + 2, problem.Location.SourceSpan.Length);
        Assert.Empty(generation.CompilerErrors());
    }

    [Theory]
    [InlineData("[BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed partial class A; [BigBiGan.Dsl.Variant(\"tiny.yaml\")] public sealed partial class B;", "File0.cs(1,132): error BBG0903: tiny.yaml has two classes, A and B; keep one [Variant(\"tiny.yaml\")]")]
    [InlineData("namespace N { [BigBiGan.Dsl.Variant(\"tiny.yaml\")] partial class A; } namespace M { [BigBiGan.Dsl.Variant(\"tiny.yaml\")] partial class A; }", "File0.cs(1,134): error BBG0903: tiny.yaml has two classes, global::N.A and global::M.A; keep one [Variant(\"tiny.yaml\")]")]
    public void Two_classes_of_one_spec_are_reported_on_the_second(string csharp, string expected)
    {
        var generation = Generation.Of([("tiny.yaml", Specs.Tiny)], csharp);

        Assert.Equal(expected, Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.CompilerErrors());
    }
}
