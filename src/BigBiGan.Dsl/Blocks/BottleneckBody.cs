using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>norm, ReLU, 1x1, norm, ReLU, 3x3, norm, ReLU, 1x1: the residual of ResNet-v2's bottleneck, stride on the 3x3.</summary>
public abstract class BottleneckBody : Network
{
    private const double Epsilon = 1e-5;

    private protected BottleneckBody(string name, int input, int middle, int output, int stride)
        : base(name)
    {
        Norm1 = Register("norm1", new BatchNormRelu(input, Epsilon));
        Conv1 = Register("conv1", new Conv2d(input, middle, 1));
        Norm2 = Register("norm2", new BatchNormRelu(middle, Epsilon));
        Conv2 = Register("conv2", new Conv2d(middle, middle, 3, stride));
        Norm3 = Register("norm3", new BatchNormRelu(middle, Epsilon));
        Conv3 = Register("conv3", new Conv2d(middle, output, 1));
    }

    public BatchNormRelu Norm1 { get; }

    public Conv2d Conv1 { get; }

    public BatchNormRelu Norm2 { get; }

    public Conv2d Conv2 { get; }

    public BatchNormRelu Norm3 { get; }

    public Conv2d Conv3 { get; }

    /// <param name="active">The output of the first norm and ReLU.</param>
    private protected Tensor AfterFirstNorm(Tensor active)
    {
        using var wide = UpToSecondConvolution(active);
        using var normed = Norm3.Forward(wide);
        return Conv3.Forward(normed);
    }

    private Tensor UpToSecondConvolution(Tensor active)
    {
        using var narrow = Narrowed(active);
        return Conv2.Forward(narrow);
    }

    private Tensor Narrowed(Tensor active)
    {
        using var narrow = Conv1.Forward(active);
        return Norm2.Forward(narrow);
    }
}
