using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The first hidden layer of E and D over whole vectors: linear without bias, ReLU that leaks by 0.2.</summary>
public sealed record LinearLeakyRelu(int Input, int Output) : Block
{
    internal override string Class => Library + "Blocks.LinearLeakyRelu";

    internal override string Arguments => $"{Input}, {Output}, slope: 0.2";

    internal override string Caption => "linear, leaky ReLU";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) => layers.PlainLinear("linear", Input, Output);
}
