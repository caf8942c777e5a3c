using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// Every convolution of the layers, in the form that was proven on this machine. The padding is half the kernel: (size - 1) / 2 on each
/// side. The result keeps the memory order of x.
/// </summary>
internal static class ProvenConvolution
{
    /// <summary>Below this oneDNN's 1x1 kernels of stride 2 write behind their buffers (its issue 6035).</summary>
    public const int NarrowInput = 16;

    private const int PaddedTo = 16;

    /// <summary>[N, input, H, W], [output, input, k, k] -> [N, output, H / stride, W / stride]</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, int stride = 1)
    {
        if (stride > 1 && weight.size(2) == 1 && weight.size(1) < NarrowInput)
        {
            using var picked = Picked(x, stride);
            return Apply(picked, weight, bias, 1, transposed: false);
        }

        return Apply(x, weight, bias, stride, transposed: false);
    }

    /// <summary>[N, input, H, W], [input, output, 4, 4] -> [N, output, 2H, 2W]</summary>
    public static Tensor ApplyTransposed(Tensor x, Tensor weight, Tensor? bias) => Apply(x, weight, bias, 2, transposed: true);

    /// <summary>In one form, proven or not.</summary>
    public static Tensor Run(KernelForm form, Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed) =>
        InjectedFault.In(form) is { } fault
            ? fault.Apply(ConvolutionKernel.Of(x, weight, bias, stride, transposed), x, weight, (a, b) => Calculate(form, a, b, bias, stride, transposed))
            : Calculate(form, x, weight, bias, stride, transposed);

    /// <summary>As libtorch chooses.</summary>
    public static Tensor Native(Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed)
    {
        var half = (weight.size(2) - 1) / 2;
        return transposed
            ? functional.conv_transpose2d(x, weight, bias, strides: [stride, stride], padding: [half, half])
            : functional.conv2d(x, weight, bias, [stride, stride], [half, half]);
    }

    /// <summary>Whether the channels of a position lie side by side.</summary>
    internal static bool IsLast(Tensor x) => x.stride(1) == 1;

    private static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed)
    {
        if (x.dtype == ScalarType.Float64)
        {
            return Native(x, weight, bias, stride, transposed);
        }

        var kernel = ConvolutionKernel.Of(x, weight, bias, stride, transposed);
        return KernelRecorder.Current is { } recorder
            ? recorder.Record(kernel, x, kernel.OutputShape)
            : Run(ProvenKernels.FormOf(kernel), x, weight, bias, stride, transposed);
    }

    private static Tensor Calculate(KernelForm form, Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed)
    {
        if (form == KernelForm.Native)
        {
            return Native(x, weight, bias, stride, transposed);
        }

        using var scope = NewDisposeScope();
        var y = form switch
        {
            KernelForm.Subsampled => Native(Picked(x, stride), weight, bias, 1, transposed: false),
            KernelForm.Product => AsProduct(Picked(x, stride), weight, bias),
            KernelForm.Reordered => Native(IsLast(x) ? x.contiguous() : ChannelsLast.From(x), weight, bias, stride, transposed),
            KernelForm.Padded => Padded(x, weight, bias, stride, transposed),
            KernelForm.Plain => PlainConvolution.Apply(x, weight, bias, stride, transposed),
            KernelForm.Float32 => Native(x.to(float32), weight.to(float32), bias?.to(float32), stride, transposed).to(x.dtype),
            KernelForm.PlainFloat32 => PlainConvolution.Apply(x.to(float32), weight.to(float32), bias?.to(float32), stride, transposed).to(x.dtype),
            KernelForm.Float64 => Native(x.to(float64), weight.to(float64), bias?.to(float64), stride, transposed).to(x.dtype),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };
        return InOrderOf(x, y).MoveToOuterDisposeScope();
    }

    private static Tensor Picked(Tensor x, int stride)
    {
        if (stride == 1)
        {
            return x.alias();
        }

        using var rows = x.slice(2, 0, x.size(2), stride);
        using var both = rows.slice(3, 0, x.size(3), stride);
        return IsLast(x) ? ChannelsLast.From(both) : both.contiguous();
    }

    /// <summary>A 1x1 convolution. [N, input, H, W] -> [N, output, H, W]</summary>
    private static Tensor AsProduct(Tensor x, Tensor weight, Tensor? bias)
    {
        var (n, height, width) = (x.size(0), x.size(2), x.size(3));
        var rows = x.permute(0, 2, 3, 1).reshape(-1, x.size(1));
        var y = functional.linear(rows, weight.reshape(weight.size(0), weight.size(1)), bias);
        return y.view(n, height, width, -1).permute(0, 3, 1, 2);
    }

    private static Tensor Padded(Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed)
    {
        var (input, output) = transposed ? (weight.size(0), weight.size(1)) : (weight.size(1), weight.size(0));
        var (moreIn, moreOut) = (Missing(input), Missing(output));
        var (first, second) = transposed ? (moreIn, moreOut) : (moreOut, moreIn);
        var wide = functional.pad(x, [0, 0, 0, 0, 0, moreIn]);
        var y = Native(
            IsLast(x) ? ChannelsLast.From(wide) : wide,
            functional.pad(weight, [0, 0, 0, 0, 0, second, 0, first]),
            bias is null ? null : functional.pad(bias, [0, moreOut]),
            stride,
            transposed);
        return y.narrow(1, 0, output);

        static long Missing(long channels) => (PaddedTo - (channels % PaddedTo)) % PaddedTo;
    }

    /// <summary>Dense, and in x's order: a caller may write into it.</summary>
    private static Tensor InOrderOf(Tensor x, Tensor y) => IsLast(x) ? ChannelsLast.From(y) : y.contiguous();
}
