using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Model;

/// <summary>Residual blocks of convolutions, or layers over whole vectors: one of the two.</summary>
public sealed record GeneratorSpec(ConvGeneratorSpec? Conv, DenseSpec? Mlp);

/// <param name="Channels">The multiplier <c>ch</c> of every block's width.</param>
/// <param name="Shared">The width of the learned row, one for all or one per class, that joins every latent chunk.</param>
/// <param name="Blocks">The preset written out, or the list of the spec.</param>
public sealed record ConvGeneratorSpec(int Channels, int Shared, EquatableArray<BlockSpec> Blocks)
{
    /// <summary>That of the first residual block, which keeps it.</summary>
    public int StemChannels => Blocks.First(block => block.Kind.IsResidual).Multiplier * Channels;

    /// <summary>Equal chunks that z is cut into, one for the stem and one for each residual block; 1 where all of them take the whole z.</summary>
    public int LatentChunks => TakesWholeLatent ? 1 : Blocks.Count(block => block.Kind.IsResidual) + 1;

    /// <summary>Whether stem and blocks take all of z, joined to the learned row.</summary>
    public bool TakesWholeLatent => Blocks.Any(block => block.Kind.TakesWholeLatent);
}
