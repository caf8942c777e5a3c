using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Model;

/// <summary>F with H and J, or layers over [x, z] (or over x alone) as one vector.</summary>
/// <param name="F">Null where <paramref name="Mlp"/> is given.</param>
/// <param name="H">Null where no pairs are scored.</param>
/// <param name="J">Null where no pairs are scored.</param>
public sealed record DiscriminatorSpec(TrunkSpec? F, MlpSpec? H, MlpSpec? J, DenseSpec? Mlp);

public sealed record TrunkSpec(int Channels, EquatableArray<BlockSpec> Blocks);
