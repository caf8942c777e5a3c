using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Benchmarks.Floor;

/// <summary>One convolution or matrix product of a step, bare: its operands lie ready, its results are thrown away.</summary>
internal abstract class Kernel : IDisposable
{
    public abstract void Forward();

    /// <param name="input">Whether the gradient of the input is wanted.</param>
    /// <param name="weight">Whether the gradient of the weight is wanted.</param>
    public abstract void Backward(bool input, bool weight);

    public abstract void Dispose();

    /// <summary>Standard normal numbers outside every scope, channels-last where they are images.</summary>
    protected static Tensor Filled(ScalarType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var plain = randn(shape, dtype: type);
        return (shape.Length == 4 ? plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : plain).DetachFromDisposeScope();
    }
}

/// <summary>A convolution in the form in which our layers take it: plain, 4x4 of stride 2, or 4x4 transposed of stride 2.</summary>
internal sealed class ConvolutionKernel : Kernel
{
    // TorchSharp has no method for the backward operator.
    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile("""
        def backward(g: Tensor, x: Tensor, w: Tensor, stride: int, padding: int, transposed: bool, input: bool, weight: bool):
            return torch.convolution_backward(
                g, x, w, None, [stride, stride], [padding, padding], [1, 1], transposed, [0, 0], 1, [input, weight, False])

        """));

    private readonly Tensor _x;
    private readonly Tensor _weight;
    private readonly Tensor _gradient;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly bool _transposed;

    public ConvolutionKernel(int batch, int input, int output, int size, int kernel, int stride, bool transposed, ScalarType type)
    {
        _stride = [stride, stride];
        _transposed = transposed;
        _padding = [(kernel - 1) / 2, (kernel - 1) / 2];
        _x = Filled(type, batch, input, size, size);
        _weight = randn(transposed ? [input, output, kernel, kernel] : [output, input, kernel, kernel], dtype: type).DetachFromDisposeScope();
        _gradient = Result().DetachFromDisposeScope();
    }

    public override void Forward() => Result().Dispose();

    public override void Backward(bool input, bool weight)
    {
        if (input || weight)
        {
            using var scope = NewDisposeScope();
            Unit.Value.invoke("backward", _gradient, _x, _weight, _stride[0], _padding[0], _transposed, input, weight);
        }
    }

    public override void Dispose()
    {
        _x.Dispose();
        _weight.Dispose();
        _gradient.Dispose();
    }

    private Tensor Result() => _transposed
        ? functional.conv_transpose2d(_x, _weight, strides: _stride, padding: _padding)
        : functional.conv2d(_x, _weight, strides: _stride, padding: _padding);
}

/// <summary>A product of matrices, or of a batch of them.</summary>
internal sealed class ProductKernel : Kernel
{
    private readonly Tensor _a;
    private readonly Tensor _b;
    private readonly Tensor _gradient;

    private ProductKernel(Tensor a, Tensor b)
    {
        (_a, _b) = (a, b);
        _gradient = a.matmul(b).DetachFromDisposeScope();
    }

    /// <summary>[batch, input] x [input, output]</summary>
    public static ProductKernel Linear(int batch, int input, int output) =>
        new(Filled(ScalarType.Float32, batch, input), Filled(ScalarType.Float32, input, output));

    /// <summary>[batch, rows, inner] x [batch, inner, columns]</summary>
    public static ProductKernel Batched(int batch, int rows, int inner, int columns, ScalarType type) =>
        new(Filled(type, [batch, rows, inner]), Filled(type, [batch, inner, columns]));

    public override void Forward() => _a.matmul(_b).Dispose();

    public override void Backward(bool input, bool weight)
    {
        if (input)
        {
            using var bT = _b.transpose(-1, -2);
            _gradient.matmul(bT).Dispose();
        }

        if (weight)
        {
            using var aT = _a.transpose(-1, -2);
            aT.matmul(_gradient).Dispose();
        }
    }

    public override void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _gradient.Dispose();
    }
}
