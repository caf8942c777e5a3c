using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Kernels;

/// <summary>Every product of matrices of the layers, in the form that was proven on this machine.</summary>
internal static class ProvenProduct
{
    /// <summary>x W^T + b. [N, input], [output, input] -> [N, output]</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        // libtorch's own operator is the same product; a handle on the turned weight costs more than looking the form up
        if (x.dtype == ScalarType.Float64 || IsNative(x, weight, bias))
        {
            return functional.linear(x, weight, bias);
        }

        using var columns = weight.t();
        return Apply(x, columns, bias);
    }

    /// <summary>[rows, inner], [inner, columns] -> [rows, columns], or a batch of such products. [B, rows, inner], [B, inner, columns]</summary>
    public static Tensor Of(Tensor first, Tensor second) => first.dtype == ScalarType.Float64 ? first.matmul(second) : Apply(first, second, null);

    /// <summary>In one form, proven or not.</summary>
    public static Tensor Run(KernelForm form, Tensor first, Tensor second, Tensor? bias) =>
        InjectedFault.In(form) is { } fault
            ? fault.Apply(ProductKernel.Of(first, second, bias), first, second, (a, b) => Calculate(form, a, b, bias))
            : Calculate(form, first, second, bias);

    private static Tensor Calculate(KernelForm form, Tensor first, Tensor second, Tensor? bias)
    {
        if (form == KernelForm.Native)
        {
            return Native(first, second, bias);
        }

        using var scope = NewDisposeScope();
        var y = form switch
        {
            KernelForm.Reordered => Native(first.contiguous(), second.contiguous(), bias),
            KernelForm.Float32 => Native(first.to(float32), second.to(float32), bias?.to(float32)).to(first.dtype),
            KernelForm.Float64 => Native(first.to(float64), second.to(float64), bias?.to(float64)).to(first.dtype),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };
        return y.MoveToOuterDisposeScope();
    }

    private static bool IsNative(Tensor x, Tensor weight, Tensor? bias) =>
        KernelRecorder.Current is null && InjectedFault.Current is null && ProvenKernels.FormOf(ProductKernel.OfLinear(x, weight, bias)) == KernelForm.Native;

    /// <summary>As libtorch chooses.</summary>
    private static Tensor Native(Tensor first, Tensor second, Tensor? bias) => bias is null ? first.matmul(second) : addmm(bias, first, second, 1, 1);

    private static Tensor Apply(Tensor first, Tensor second, Tensor? bias)
    {
        var kernel = ProductKernel.Of(first, second, bias);
        return KernelRecorder.Current is { } recorder
            ? recorder.Record(kernel, first, kernel.OutputShape)
            : Run(ProvenKernels.FormOf(kernel), first, second, bias);
    }
}
