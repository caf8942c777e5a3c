using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// A hidden layer of BiGAN's networks over whole vectors: linear without bias, batch norm without affine, (leaky) ReLU
/// (Donahue et al., 2017, permutation-invariant MNIST). [N, input] -> [N, output]
/// </summary>
public sealed class DenseNorm : Network
{
    private const double Epsilon = 1e-5;

    private readonly double slope;

    /// <param name="slope">Of the negative side; 0 is a plain ReLU.</param>
    public DenseNorm(int input, int output, double slope)
        : base(nameof(DenseNorm))
    {
        this.slope = slope;
        Linear = Register("linear", new Layers.Linear(input, output, bias: false));
        Norm = Register("norm", new PlainNorm(output, Epsilon));
    }

    public Layers.Linear Linear { get; }

    public PlainNorm Norm { get; }

    public Tensor Forward(Tensor x)
    {
        using var mapped = Linear.Forward(x);
        var normed = Norm.Forward(mapped);
        if (slope == 0)
        {
            return normed.relu_();
        }

        using (normed)
        {
            return normed.LeakyRelu(slope);
        }
    }
}
