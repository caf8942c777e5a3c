using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// A hidden layer of BiGAN's networks over whole vectors: linear without bias, batch norm without affine, (leaky) ReLU
/// (Donahue et al., 2017, permutation-invariant MNIST). [N, input] -> [N, output]
/// </summary>
public sealed class LinearBatchNormRelu : Network
{
    private const double Epsilon = 1e-5;

    private readonly double _slope;
    private readonly bool _halves;

    /// <param name="slope">Of the negative side; 0 is a plain ReLU.</param>
    /// <param name="halves">
    /// In training the two halves of a batch are normalised apart: D's joined batch is then scored as the authors' code scores it, encoder
    /// pairs and generator pairs in batches of their own, where D cannot win by the mean of a unit over one kind of pairs.
    /// </param>
    public LinearBatchNormRelu(int input, int output, double slope, bool halves = false)
        : base(nameof(LinearBatchNormRelu))
    {
        _slope = slope;
        _halves = halves;
        Linear = Register("linear", new Layers.Linear(input, output, bias: false));
        Norm = Register("norm", new BatchNorm(output, Epsilon));
    }

    public Layers.Linear Linear { get; }

    public BatchNorm Norm { get; }

    public Tensor Forward(Tensor x)
    {
        using var mapped = Linear.Forward(x);
        var normed = _halves ? Norm.ForwardHalves(mapped) : Norm.Forward(mapped);
        if (_slope == 0)
        {
            return normed.relu_();
        }

        using (normed)
        {
            return normed.LeakyRelu(_slope);
        }
    }
}
