using BigBiGan.Dsl.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Kernels;

/// <summary>A convolution, or a transposed one, of [Batch, Input, Height, Width] to Output channels.</summary>
/// <param name="Size">Of the square kernel.</param>
/// <param name="ChannelsLast">The memory order of x.</param>
/// <param name="WeightLast">The memory order of the weight.</param>
/// <param name="Bias">Whether a bias is added.</param>
public sealed record ConvolutionKernel(
    long Batch,
    long Input,
    long Output,
    long Height,
    long Width,
    int Size,
    int Stride,
    bool Transposed,
    bool ChannelsLast,
    bool WeightLast,
    bool Bias,
    bool Gradients,
    ScalarType Type,
    DeviceType Device,
    int Threads)
    : Kernel(Gradients, Type, Device, Threads)
{
    /// <inheritdoc/>
    public override string Family =>
        $"{Size}x{Size} {(Transposed ? "transposed " : "")}convolution"
        + $"{(Stride == 1 ? "" : $", stride {Stride}")}{(ChannelsLast ? "" : ", contiguous")}, {TypeText}";

    /// <inheritdoc/>
    public override string Sizes => $"{Input} to {Output} channels at {Height}x{Width}, batch {Batch}{(Bias ? ", bias" : "")}, {Circumstances}";

    internal override IReadOnlyList<KernelForm> Forms =>
    [
        KernelForm.Native,
        .. Size == 1 && Stride > 1 ? [KernelForm.Subsampled] : Array.Empty<KernelForm>(),
        .. Size == 1 ? [KernelForm.Product] : Array.Empty<KernelForm>(),
        KernelForm.Reordered,
        .. Input % 16 != 0 || Output % 16 != 0 ? [KernelForm.Padded] : Array.Empty<KernelForm>(),
        .. Type == ScalarType.BFloat16 ? [KernelForm.Float32] : Array.Empty<KernelForm>(),
        .. Device == DeviceType.CPU && Type != ScalarType.BFloat16 ? [KernelForm.Plain] : Array.Empty<KernelForm>(),
        .. Device == DeviceType.CPU && Type == ScalarType.BFloat16 ? [KernelForm.PlainFloat32] : Array.Empty<KernelForm>(),
        KernelForm.Float64,
    ];

    internal override double MultiplyAdds => (double)Batch * Input * Output * Size * Size * OutputPositions * (Transposed ? 1.0 / (Stride * Stride) : 1);

    internal long[] OutputShape => [Batch, Output, Out(Height), Out(Width)];

    private double OutputPositions => (double)Out(Height) * Out(Width);

    private int Half => (Size - 1) / 2;

    internal static ConvolutionKernel Of(Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed) => new(
        x.size(0),
        x.size(1),
        weight.size(transposed ? 1 : 0),
        x.size(2),
        x.size(3),
        (int)weight.size(2),
        stride,
        transposed,
        ProvenConvolution.IsLast(x),
        weight.size(2) > 1 && weight.stride(1) == 1,
        bias is not null,
        is_grad_enabled() && (x.requires_grad || weight.requires_grad),
        x.dtype,
        x.device_type,
        get_num_threads());

    /// <remarks>
    /// Channels are compared in random combinations, four at a time, of which float64 calculates each at the cost of one channel. So every
    /// position and every channel counts, and a proof costs a small part of what all of it in float64 would.
    /// </remarks>
    internal override KernelErrors Compare(KernelForm form, bool timed)
    {
        using var scope = NewDisposeScope();
        using var operands = new RandomOperands(Device);
        var fan = Math.Sqrt(Input * Size * Size);
        var x = Normal(operands, Batch, Input, Height, Width);
        var shape = Transposed ? (Input, Output) : (Output, Input);
        var w = Ordered(operands.Normal(shape.Item1, shape.Item2, Size, Size).Div(fan).to(Type), WeightLast).detach();
        var b = Bias ? operands.Normal(Output).to(Type) : null;
        var c = Gradients ? Normal(operands, OutputShape) : zeros(0);
        var (y, milliseconds) = Take(() => ProvenConvolution.Run(form, x, w, b, Stride, Transposed), c, timed, x, w, b);
        var found = (y, x.grad, w.grad, b?.grad);
        return Errors(operands, (x, w, b, c), found!, milliseconds);
    }

    private KernelErrors Errors(
        RandomOperands random, (Tensor X, Tensor W, Tensor? B, Tensor C) given, (Tensor Y, Tensor X, Tensor W, Tensor? B) found, double milliseconds)
    {
        using var noGradient = no_grad();
        var w = given.W.detach().to(float64).contiguous();
        var (mixOut, mixIn) = (random.Combinations(Output), random.Combinations(Input));
        var (wOut, wIn) = (Mixed(w, mixOut, Transposed ? 1 : 0), Mixed(w, mixIn, Transposed ? 0 : 1));
        var biases = given.B is null ? null : mixOut.mv(given.B.detach().to(float64)).view(1, -1, 1, 1);
        var (y, ofInput) = (new Pairs(), new Pairs());
        var (ofWeight, ofBias) = (zeros_like(wOut), zeros([Output], float64, w.device));
        foreach (var (first, count) in Slices())
        {
            using var scope = NewDisposeScope();
            var x = given.X.detach().narrow(0, first, count).to(float64).contiguous();
            var part = wOut.detach().requires_grad_(Gradients);
            Tensor expected;
            using (enable_grad())
            {
                expected = Reference(x, part, Transposed);
            }

            y.Add(Mixed(found.Y.detach().narrow(0, first, count).to(float64), mixOut, 1), biases is null ? expected.detach() : expected.detach().Add(biases));
            if (!Gradients)
            {
                continue;
            }

            var c = given.C.narrow(0, first, count).to(float64).contiguous();
            ofWeight.AddInPlace(autograd.grad([expected], [part], [Mixed(c, mixOut, 1)])[0]);
            ofBias.AddInPlace(c.sum([0L, 2, 3]));
            ofInput.Add(
                Mixed(found.X.narrow(0, first, count).to(float64), mixIn, 1),
                Transposed ? Reference(c, wIn, false) : Backward(c, wIn));
        }

        return !Gradients
            ? new KernelErrors(y.Error, 0, 0, 0, milliseconds)
            : new KernelErrors(
                y.Error,
                ofInput.Error,
                KernelComparison.Error(Mixed(found.W.to(float64), mixOut, Transposed ? 1 : 0), ofWeight),
                found.B is null ? 0 : KernelComparison.Error(found.B.to(float64), ofBias),
                milliseconds);
    }

    /// <summary>
    /// Parts of the batch that are compared one after the other: in float64 libtorch unfolds all that it is given at once, which at 128 px and
    /// a batch of 100 is more than most machines have.
    /// </summary>
    private IEnumerable<(long First, long Count)> Slices()
    {
        const long Most = 256 << 20;
        var unfolded = sizeof(double) * (Input + Output) * Size * Size * Math.Max(Height * Width, Out(Height) * Out(Width));
        var count = Math.Clamp(Most / unfolded, 1, Batch);
        for (var first = 0L; first < Batch; first += count)
        {
            yield return (first, Math.Min(count, Batch - first));
        }
    }

    private Tensor Reference(Tensor x, Tensor w, bool transposed) => transposed
        ? functional.conv_transpose2d(x, w, strides: [Stride, Stride], padding: [Half, Half])
        : functional.conv2d(x, w, null, [Stride, Stride], [Half, Half]);

    /// <summary>The gradient of x. [N, Output, H', W'] -> [N, combinations, H, W]</summary>
    private Tensor Backward(Tensor c, Tensor w) => functional.conv_transpose2d(
        c, w, strides: [Stride, Stride], padding: [Half, Half], output_padding: [(Height + (2 * Half) - Size) % Stride, (Width + (2 * Half) - Size) % Stride]);

    /// <summary>Combinations of the channels along a dimension.</summary>
    private static Tensor Mixed(Tensor t, Tensor mix, int dimension) =>
        t.movedim([dimension], [-1]).matmul(mix.t()).movedim([-1], [dimension]).contiguous();

    /// <summary>Whose copies on the way are gone: with large batches each is a good part of a machine's memory.</summary>
    private Tensor Normal(RandomOperands operands, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return Ordered(operands.Normal(shape).to(Type), ChannelsLast).detach().MoveToOuterDisposeScope();
    }

    private static Tensor Ordered(Tensor t, bool last) => last ? Tensors.ChannelsLast.From(t) : t.contiguous();

    private long Out(long size) => Transposed ? ((size - 1) * Stride) - (2 * Half) + Size : ((size + (2 * Half) - Size) / Stride) + 1;

    /// <summary>What was found and what is right, by slice.</summary>
    private sealed class Pairs
    {
        private readonly List<Tensor> _found = [];
        private readonly List<Tensor> _expected = [];

        public double Error => KernelComparison.Error(cat(_found), cat(_expected));

        public void Add(Tensor found, Tensor expected)
        {
            _found.Add(found.MoveToOuterDisposeScope());
            _expected.Add(expected.MoveToOuterDisposeScope());
        }
    }
}
