using BigBiGan.Dsl.Generator.Grids;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

public sealed class SharedClassTests
{
    private const string Two = """

        /// <summary>[N, 2] -> [N, 8].</summary>
        /// <remarks>1,024 parameters.</remarks>
        public sealed class __Class__ : Network
        {
            public __Class__()
                : base(nameof(__Class__))
            {
                Block1 = Register("block1", new Block(2, 8, slope: 0.2));    // [N, 2, 4, 4] -> [N, 8, 4, 4]
            }

            public Block Block1 { get; }

            public Tensor Forward(Latent8 z)
            {
                using var z0 = z.Tensor.narrow(1, 0, 2);                     // [N, 2]
                return Weighted.Of(Block1.Forward(z0), 0.5);
            }
        }

        """;

    private static readonly string Three = Two.Replace("new Block(2, 8", "new Block(3, 12").Replace("narrow(1, 0, 2)", "narrow(1, 0, 3)").Replace("0.5", "1E-05").Replace("1,024", "3,000,000")
        .Replace("[N, 2", "[N, 3").Replace("-> [N, 8, 4, 4]", "-> [N, 12, 4, 4]");

    [Fact]
    public void What_differs_is_an_argument_and_what_does_not_stays()
    {
        var shared = new SharedClass([new NumberedText(Two), new NumberedText(Three)]);

        Assert.Equal(("2, 8, 0.5", "3, 12, 1E-05"), (shared.Arguments(0), shared.Arguments(1)));
        Assert.Equal(("int n1, int n2, double n3", "n1, n2, n3"), (shared.Parameters, shared.Passed));
        Assert.Equal(
            """

            /// <summary>[N, n1] -> [N, 8].</summary>
            public sealed class Tiny : Network
            {
                private readonly int _n1;
                private readonly double _n3;

                public Tiny(int n1, int n2, double n3)
                    : base(nameof(Tiny))
                {
                    _n1 = n1;
                    _n3 = n3;
                    Block1 = Register("block1", new Block(n1, n2, slope: 0.2));  // [N, n1, 4, 4] -> [N, n2, 4, 4]
                }

                public Block Block1 { get; }

                public Tensor Forward(Latent8 z)
                {
                    using var z0 = z.Tensor.narrow(1, 0, _n1);                   // [N, n1]
                    return Weighted.Of(Block1.Forward(z0), _n3);
                }
            }

            """,
            shared.Emit("Tiny"));
    }

    [Fact]
    public void One_text_alone_is_as_it_was()
    {
        var shared = new SharedClass([new NumberedText(Two)]);
        Assert.Equal("", shared.Arguments(0));
        Assert.Equal(Two.Replace("__Class__", "Tiny"), shared.Emit("Tiny"));
    }

    [Theory]
    [InlineData("f(Latent8.From(z), 1)", "f(Latent16.From(z), 1)")]
    [InlineData("f(1)", "f(1.0)")]
    [InlineData("f(1)", "f(1, 2)")]
    [InlineData("h1.f()", "h2.f()")]
    [InlineData("f(\"block1\")", "f(\"block2\")")]
    public void Names_kinds_and_counts_are_no_numbers(string one, string other) => Assert.NotEqual(new NumberedText(one).Shape, new NumberedText(other).Shape);

    [Theory]
    [InlineData("f(1)", "f(12)")]
    [InlineData("f(1e-4)", "f(2E+10)")]
    [InlineData("f(x); // 1,024 and 3", "f(x);    // 7 and 4")]
    [InlineData("f(-1, 0.5)", "f(-2, 10.25)")]
    public void Numbers_are_of_one_shape_whatever_they_are(string one, string other) => Assert.Equal(new NumberedText(one).Shape, new NumberedText(other).Shape);
}
