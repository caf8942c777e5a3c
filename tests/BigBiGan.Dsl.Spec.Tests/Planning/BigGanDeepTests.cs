namespace BigBiGan.Dsl.Spec.Tests.Planning;

/// <summary>The preset <c>biggan-deep</c> against the tables of BigGAN-PyTorch's BigGANdeep, counted apart from the plan.</summary>
public sealed class BigGanDeepTests
{
    /// <summary>Multiples of ch before and after each stage of two blocks, and the stage that attention follows.</summary>
    private static readonly Dictionary<int, (Stages G, Stages D)> Tables = new()
    {
        [32] = (new([4, 4, 4], [4, 4, 4], null), new([4, 4, 4], [4, 4, 4], null)),
        [64] = (new([16, 16, 8, 4], [16, 8, 4, 2], null), new([1, 2, 4, 8], [2, 4, 8, 16], null)),
        [128] = (new([16, 16, 8, 4, 2], [16, 8, 4, 2, 1], 3), new([1, 2, 4, 8, 16], [2, 4, 8, 16, 16], 0)),
        [256] = (new([16, 16, 8, 8, 4, 2], [16, 8, 8, 4, 2, 1], 3), new([1, 2, 4, 8, 8, 16], [2, 4, 8, 8, 16, 16], 1)),
    };

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void Parameters_are_those_of_the_published_architecture(int size)
    {
        const int Ch = 16, Z = 24, Shared = 8;
        var plan = Plans.Of(Spec(size, Ch, Z, Shared));
        var (g, d) = Tables[size];
        Assert.Equal(Shared + Generator(g, Ch, Z + Shared), plan.Generator.Parameters); // one row in place of one per class
        Assert.Equal(Trunk(d, Ch), plan.F!.Parameters);
        Assert.Equal((size, size), (plan.Generator.Output.Height, plan.Generator.Output.Width));
    }

    /// <summary>Brock et al., 2019, appendix B: 50.4 M in G and 34.6 M in D at 128 px with 1,000 classes; the code's last convolution gives 128 channels, of which 3 are used.</summary>
    [Fact]
    public void At_128_px_they_are_the_papers_numbers()
    {
        var plan = Plans.Of(Spec(128, 128, 128, 128));
        Assert.Equal(50.4, (plan.Generator.Parameters + (999 * 128) + (125 * ((9 * 128) + 1))) / 1e6, 0.05);
        Assert.Equal(34.6, (plan.F!.Parameters + plan.Scores!.Parameters + (1000 * 16 * 128)) / 1e6, 0.05);
    }

    [Fact]
    public void All_of_z_reaches_the_stem_and_every_block()
    {
        var plan = Plans.Of(Spec(32, 16, 24, 8)).Generator;
        Assert.Equal("Shared Stem Block1 Block2 Block3 Block4 Block5 Block6 OutputNorm OutputConv", string.Join(" ", plan.Modules.Select(module => module.Member)));
        Assert.Equal([24, 32], new[] { plan.Module("Shared").Input.Channels, plan.Module("Stem").Input.Channels });
        Assert.True(plan.TakesWholeLatent);
    }

    [Theory]
    [InlineData("generator: { blocks: [{ deep-same: 4 }, { deep-up: 8 }] }", "`generator.blocks[1]` would widen 16 channels to 32, and its shortcut can only drop some, where `generator.channels` is `4`")]
    [InlineData("discriminator: { F: { blocks: [{ conv: 4 }, { deep-down: 2 }] } }", "`discriminator.F.blocks[1]` would narrow 16 channels to 8, and its shortcut can only add some, where `discriminator.F.channels` is `4`")]
    [InlineData("discriminator: { F: { channels: 3, blocks: [{ conv: 1 }, { deep-down: 2 }] } }", "`discriminator.F.blocks[1]` passes a quarter of 6 channels, where `discriminator.F.channels` is `3`; expected a multiple of 4: change the channels")]
    public void Widths_that_a_block_cannot_have_are_told_at_the_block(string more, string message)
    {
        var text = Samples.PlainGan.Replace("variant: Gan", "variant: Base").Replace("image: { size: 32 }", "image: { size: 8 }")
            .Replace("generator: { channels: 4 }", "generator: { channels: 4, blocks: [{ up: 4 }] }").Replace("F: { channels: 4 }", "F: { channels: 4, blocks: [{ down: 4 }] }");
        Assert.Contains(Check.Problems(("x.yaml", text), ("y.yaml", $"variant: Y\nextends: x\n{more}\n")), problem => problem.Contains("BBG0422") && problem.Contains(message));
    }

    private static string Spec(int size, int ch, int z, int shared) => $$"""
        variant: Deep
        latent: { size: {{z}} }
        image: { size: {{size}} }
        generator: { channels: {{ch}}, shared: {{shared}}, blocks: biggan-deep }
        encoder: none
        discriminator: { F: { channels: {{ch}}, blocks: biggan-deep } }
        objective: { scores: [x] }
        training: { batch: 32, steps: 1k, learning-rate: { G: 1e-4, D: 4e-4 }, ema: 0.99 }

        """;

    private static long Generator(Stages stages, int ch, long condition)
    {
        var count = (condition * stages.In[0] * ch * 16) + (stages.In[0] * ch * 16);
        foreach (var (index, input, output) in stages.Each(ch))
        {
            count += Block(input, input) + Block(input, output) + (stages.Attended == index ? Attention(output) : 0);
        }

        var last = stages.Out[^1] * ch;
        return count + (2 * last) + Conv(last, 3, 3);

        long Block(int input, int output)
        {
            var hidden = input / 4;
            return Conv(input, hidden, 1) + (2 * Conv(hidden, hidden, 3)) + Conv(hidden, output, 1) + (2 * condition * (input + (3 * hidden)));
        }
    }

    private static long Trunk(Stages stages, int ch)
    {
        var count = Conv(3, stages.In[0] * ch, 3);
        foreach (var (index, input, output) in stages.Each(ch))
        {
            count += Block(input, output) + Block(output, output) + (stages.Attended == index ? Attention(output) : 0);
        }

        return count;

        static long Block(int input, int output)
        {
            var hidden = output / 4;
            var added = input == output ? 0 : Conv(input, output - input, 1);
            return Conv(input, hidden, 1) + (2 * Conv(hidden, hidden, 3)) + Conv(hidden, output, 1) + added;
        }
    }

    private static long Conv(int input, int output, int kernel) => ((long)input * output * kernel * kernel) + output;

    private static long Attention(int channels) => (2L * channels * (channels / 8)) + (2L * channels * (channels / 2)) + 1;

    private sealed record Stages(int[] In, int[] Out, int? Attended)
    {
        public IEnumerable<(int Index, int Input, int Output)> Each(int ch) => In.Zip(Out).Select((pair, i) => (i, pair.First * ch, pair.Second * ch));
    }
}
