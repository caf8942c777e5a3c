using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>Batch norm with affine, then ReLU: G's output (eps 1e-4) and the closing norm of a backbone (eps 1e-5).</summary>
public sealed record BatchNormRelu(int Channels, NormEpsilon Epsilon) : Block
{
    internal override string Class => Library + "Layers.BatchNormRelu";

    internal override string Arguments => $"{Channels}, epsilon: {(Epsilon == NormEpsilon.Generator ? "1e-4" : "1e-5")}";

    internal override string Caption => "batch norm, ReLU";

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) => layers.Norm("", input);
}

public enum NormEpsilon
{
    /// <summary>1e-4: G.</summary>
    Generator,

    /// <summary>1e-5: E.</summary>
    Encoder,
}
