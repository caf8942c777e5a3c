using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A convolution of stride 1 that keeps the size, with W / sigma for W. [N, input, H, W] -> [N, output, H, W]</summary>
public sealed class SpectralConv2d : SpectralLayer
{
    private readonly Parameter? bias; // [output]
    private readonly int _input;
    private readonly int _output;
    private readonly int _kernel;

    /// <param name="kernel">Odd.</param>
    public SpectralConv2d(int input, int output, int kernel, bool bias = true)
        : base(nameof(SpectralConv2d), output, input, kernel, kernel)
    {
        (_input, _output, _kernel) = (input, output, kernel);
        this.bias = bias ? RegisterParameter(nameof(bias), output) : null;
    }

    public Tensor Forward(Tensor x)
    {
        using var taps = Taps(FusedResampling.Plain, x.dtype);
        using var shift = Cast.ToOrNull(bias, x.dtype);
        return ProvenConvolution.Apply(x, taps, shift);
    }

    /// <summary>The convolution (3x3) of the image at twice the size, nearest. [N, input, H, W] -> [N, output, 2H, 2W]</summary>
    public Tensor ForwardUpsampled(Tensor x)
    {
        if (!ConvolutionForms.Current.Merged)
        {
            using var large = Upsample.Nearest(x);
            return Forward(large);
        }

        using var taps = Taps(FusedResampling.Upsampled, x.dtype);
        using var shift = Cast.ToOrNull(bias, x.dtype);
        return ProvenConvolution.ApplyTransposed(x, taps, shift);
    }

    /// <summary>The 2x2 mean of the convolution (3x3). [N, input, H, W] -> [N, output, H/2, W/2]</summary>
    public Tensor ForwardDownsampled(Tensor x)
    {
        if (!ConvolutionForms.Current.Merged)
        {
            using var large = Forward(x);
            return Pool.Average(large, 2);
        }

        using var taps = Taps(FusedResampling.Downsampled, x.dtype);
        using var shift = Cast.ToOrNull(bias, x.dtype);
        return ProvenConvolution.Apply(x, taps, shift, stride: 2);
    }

    private Tensor Taps(FusedResampling form, ScalarType type)
    {
        var taps = Taps(form);
        if (taps.dtype == type)
        {
            return taps;
        }

        using (taps)
        {
            return taps.to(type);
        }
    }

    private protected override Tensor Make(FusedResampling form) => form == FusedResampling.Plain ? base.Make(form) : Merged(form);

    /// <summary>
    /// In channels-last order, as convolutions take their weights: batched products that read the kernels where they lie, so that no pass
    /// over them is a mere copy.
    /// </summary>
    private Tensor Merged(FusedResampling form)
    {
        using var inverse = InverseSigma();

        // A transposed convolution has [input, output, 4, 4].
        var up = form == FusedResampling.Upsampled;
        var (first, second) = up ? (_input, _output) : (_output, _input);

        // 1 / sigma goes into the [16, 9] matrix: no pass over the weights for it either, forward or backward.
        using var sums = FusedKernel.Matrix(form, weight.dtype, weight.device).mul(inverse);
        using var each = sums.expand(first, 16, 9);
        using var nine = weight.view(_output, _input, 9);
        using var kernels = up ? nine.permute(1, 2, 0) : nine.transpose(1, 2); // [first, 9, second]
        using var sixteen = ProvenProduct.Of(each, kernels);
        using var taps = sixteen.view(first, 4, 4, second);
        return taps.permute(0, 3, 1, 2);
    }
}
