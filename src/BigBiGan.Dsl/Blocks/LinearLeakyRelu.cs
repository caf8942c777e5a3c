using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// The first hidden layer of BiGAN's E and D over whole vectors: linear without bias, leaky ReLU, no norm (the authors' code,
/// <c>mnist_mlp</c>). [N, input] -> [N, output]
/// </summary>
public sealed class LinearLeakyRelu : Network
{
    private readonly double _slope;

    /// <param name="slope">Of the negative side.</param>
    public LinearLeakyRelu(int input, int output, double slope)
        : base(nameof(LinearLeakyRelu))
    {
        _slope = slope;
        Linear = Register("linear", new Layers.Linear(input, output, bias: false));
    }

    public Layers.Linear Linear { get; }

    public Tensor Forward(Tensor x)
    {
        using var mapped = Linear.Forward(x);
        return mapped.LeakyRelu(_slope);
    }
}
