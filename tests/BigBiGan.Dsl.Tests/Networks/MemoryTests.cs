using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>Without any dispose scope: every block frees what it makes.</summary>
public class MemoryTests
{
    [Fact]
    public void GeneratorBlock_frees_its_intermediates() =>
        LeavesOnlyItsOutput(new GeneratorBlock(4, 6, 3, upsample: true), (b, x, c) => b.Forward(x, c));

    [Fact]
    public void DiscriminatorBlocks_free_their_intermediates()
    {
        LeavesOnlyItsOutput(new DiscriminatorBlock(4, 6, DiscriminatorBlockKind.First), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new DiscriminatorBlock(4, 6, DiscriminatorBlockKind.Down), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new DiscriminatorBlock(4, 6, DiscriminatorBlockKind.Same), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new DiscriminatorBlock(4, 4, DiscriminatorBlockKind.Same), (b, x, _) => b.Forward(x));
    }

    [Fact]
    public void Encoder_blocks_free_their_intermediates()
    {
        LeavesOnlyItsOutput(new Bottleneck(4, 2, 8, 2), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new Bottleneck(4, 2, 4, 1), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new ReversibleUnit(4, 2), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new ReversibleTransition(4, 8), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new Stem(4, 8, StemKind.ImageNet), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new Stem(4, 8, StemKind.Small), (b, x, _) => b.Forward(x));
        LeavesOnlyItsOutput(new MlpBlock(3, 8, preActivation: true), (b, _, c) => b.Forward(c));
        LeavesOnlyItsOutput(new MlpBlock(3, 3, preActivation: false), (b, _, c) => b.Forward(c));
    }

    [Fact]
    public void Attention_the_shared_row_and_the_MLP_of_D_free_their_intermediates()
    {
        LeavesOnlyItsOutput(new SharedEmbedding(5), (b, _, c) => b.Forward(c));
        LeavesOnlyItsOutput(new SpectralMlpBlock(3, 8, preActivation: true), (b, _, c) => b.Forward(c));
        using var wide = ones(2, 16, 8, 8);
        LeavesOnlyItsOutput(new Attention(16), (b, _, _) => b.Forward(wide));
    }

    [Fact]
    public void Objective_terms_free_their_intermediates()
    {
        using var scores = ones(6, 1);
        LeavesOnlyItsOutput(() => HingeObjective.DiscriminatorTerm(scores));
        LeavesOnlyItsOutput(() => HingeObjective.GeneratorEncoderTerm(scores));
    }

    private static void LeavesOnlyItsOutput<T>(T block, Func<T, Tensor, Tensor, Tensor> forward)
        where T : Network
    {
        using var scope = NewDisposeScope(); // for the block itself
        Initialize.He(block, 1, "block");
        using var x = ones(2, 4, 8, 8).DetachFromDisposeScope();
        using var c = ones(2, 3).DetachFromDisposeScope();
        // a function of ours keeps an empty tensor for its backward pass
        var functions = block.modules().Append(block).Distinct().Count(layer => layer is SpectralConv2d or SpectralLinear);
        LeavesOnlyItsOutput(() => forward(block, x, c), functions);
        block.eval();
        using var noGradient = no_grad();
        LeavesOnlyItsOutput(() => forward(block, x, c));
    }

    /// <summary>The second run counts: the first fills caches. Networks of other tests are finalised before it.</summary>
    /// <param name="kept">Tensors that live as long as its graph.</param>
    private static void LeavesOnlyItsOutput(Func<Tensor> make, int kept = 0)
    {
        make().Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = LivingTensors.Settled();
        var made = make();
        Assert.Equal(before + 1 + kept, Tensor.TotalCount);
        made.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }
}
