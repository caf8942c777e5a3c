using BigBiGan.Dsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>A product of matrices, [Rows, Inner] by [Inner, Columns], or a batch of such.</summary>
/// <param name="Batch">Products at once; null for a single one of matrices.</param>
/// <param name="FirstTurned">Whether the first operand lies in memory column by column.</param>
/// <param name="SecondTurned">Whether the second operand lies in memory column by column, as a weight of [output, input] does.</param>
/// <param name="Bias">Whether a row is added to each row.</param>
public sealed record ProductKernel(
    long? Batch,
    long Rows,
    long Inner,
    long Columns,
    bool FirstTurned,
    bool SecondTurned,
    bool Bias,
    bool Gradients,
    ScalarType Type,
    DeviceType Device,
    int Threads)
    : Kernel(Gradients, Type, Device, Threads)
{
    /// <inheritdoc/>
    public override string Family => $"{(Batch is null ? "product" : "batched product")}, {TypeText}";

    /// <inheritdoc/>
    public override string Sizes =>
        $"{(Batch is { } batch ? $"{batch} of " : "")}{Rows}x{Inner}{Turned(FirstTurned)} by {Inner}x{Columns}{Turned(SecondTurned)}, {Circumstances}";

    internal override IReadOnlyList<KernelForm> Forms =>
    [
        KernelForm.Native,
        .. FirstTurned || SecondTurned ? [KernelForm.Reordered] : Array.Empty<KernelForm>(),
        .. Type == ScalarType.BFloat16 ? [KernelForm.Float32] : Array.Empty<KernelForm>(),
        KernelForm.Float64,
    ];

    internal override double MultiplyAdds => (double)(Batch ?? 1) * Rows * Inner * Columns;

    internal long[] OutputShape => Shape(Rows, Columns);

    internal static ProductKernel Of(Tensor first, Tensor second, Tensor? bias)
    {
        var batched = first.dim() == 3;
        var row = batched ? 1 : 0;
        return Of(batched ? first.size(0) : null, first, row, second, row, row + 1, bias);
    }

    /// <summary>Of a layer: what <see cref="Of(Tensor, Tensor, Tensor)"/> says of x, the turned weight and the bias.</summary>
    internal static ProductKernel OfLinear(Tensor x, Tensor weight, Tensor? bias) => Of(null, x, 0, weight, 1, 0, bias);

    /// <param name="row">The dimension of the first operand's rows; its columns are the next.</param>
    /// <param name="secondRow">The dimension of the second operand's rows.</param>
    /// <param name="secondColumn">The dimension of its columns.</param>
    private static ProductKernel Of(long? batch, Tensor first, int row, Tensor second, int secondRow, int secondColumn, Tensor? bias) => new(
        batch,
        first.size(row),
        first.size(row + 1),
        second.size(secondColumn),
        IsTurned(first, row, row + 1),
        IsTurned(second, secondRow, secondColumn),
        bias is not null,
        is_grad_enabled() && (first.requires_grad || second.requires_grad),
        first.dtype,
        first.device_type,
        get_num_threads());

    /// <remarks>
    /// Each result is compared as it acts on a few random vectors, which costs float64 a small part of the whole product; every number in
    /// it counts.
    /// </remarks>
    internal override KernelErrors Compare(KernelForm form, bool timed)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomOperands(Device);
        var a = Operand(random, Rows, Inner, FirstTurned, 1);
        var b = Operand(random, Inner, Columns, SecondTurned, 1 / Math.Sqrt(Inner));
        var bias = Bias ? random.Normal(Columns).to(Type) : null;
        var c = random.Normal(OutputShape).to(Type);
        var (y, milliseconds) = Take(() => ProvenProduct.Run(form, a, b, bias), c, timed, a, b, bias);

        using var noGradient = no_grad();
        var (a64, b64, c64) = (Wide(a), Wide(b), Wide(c));
        var right = random.Combinations(Columns).t(); // [columns, few]
        var expected = a64.matmul(b64.matmul(right));
        var output = KernelComparison.Error(Wide(y).matmul(right), bias is null ? expected : expected.Add(Wide(bias).matmul(right)));
        if (!Gradients)
        {
            return new KernelErrors(output, 0, 0, 0, milliseconds);
        }

        var inner = random.Combinations(Inner).t(); // [inner, few]
        return new KernelErrors(
            output,
            KernelComparison.Error(Wide(a.grad!).matmul(inner), c64.matmul(b64.transpose(-1, -2).matmul(inner))),
            KernelComparison.Error(Wide(b.grad!).matmul(right), a64.transpose(-1, -2).matmul(c64.matmul(right))),
            bias is null ? 0 : KernelComparison.Error(Wide(bias.grad!), c64.sum([0L])),
            milliseconds);
    }

    private Tensor Operand(RandomOperands random, long rows, long columns, bool turned, double scale)
    {
        var made = random.Normal(turned ? Shape(columns, rows) : Shape(rows, columns)).Mul(scale).to(Type);
        return (turned ? made.transpose(-1, -2) : made).detach();
    }

    private long[] Shape(long rows, long columns) => Batch is { } batch ? [batch, rows, columns] : [rows, columns];

    private static Tensor Wide(Tensor t) => t.detach().cpu().to(float64);

    private static bool IsTurned(Tensor t, int row, int column) => t.size(row) > 1 && t.size(column) > 1 && t.stride(column) != 1;

    private static string Turned(bool turned) => turned ? " transposed" : "";
}
