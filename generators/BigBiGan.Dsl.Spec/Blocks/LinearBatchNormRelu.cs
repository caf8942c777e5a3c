using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>Every other hidden layer over whole vectors: linear without bias, batch norm without affine, ReLU that leaks by <paramref name="Leak"/>.</summary>
/// <param name="Batch">Whose statistics a training batch takes.</param>
public sealed record LinearBatchNormRelu(int Input, int Output, LeakKind Leak, BatchKind Batch) : Block
{
    internal override string Class => Library + "Blocks.LinearBatchNormRelu";

    internal override string Arguments =>
        $"{Input}, {Output}, slope: {(Leak == LeakKind.Fifth ? "0.2" : "0.0")}{(Batch == BatchKind.Halves ? ", halves: true" : "")}";

    internal override string Caption => Leak == LeakKind.None ? "linear, norm, ReLU" : "linear, norm, leaky ReLU";

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var output = layers.PlainLinear("linear", Input, Output);
        return layers.Add("norm", "batch norm, no affine", output, output, 0, 0, 2L * output.Channels, output.Elements);
    }
}

public enum BatchKind
{
    /// <summary>The batch as a whole: G and E.</summary>
    Whole,

    /// <summary>Encoder pairs and generator pairs, its two halves, apart: D.</summary>
    Halves,
}

public enum LeakKind
{
    /// <summary>A plain ReLU: G.</summary>
    None,

    /// <summary>0.2: E and D.</summary>
    Fifth,
}
