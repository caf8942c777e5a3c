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
    public int StemChannels => Blocks.First(block => block.IsResidual).Multiplier * Channels;
}
