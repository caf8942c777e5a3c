using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>
/// Features of images, a row each: a tensor, which is one block; or rows that are read where they lie, never more than a block at a time. [N, d]
/// </summary>
public sealed class FeatureRows : IDisposable
{
    /// <summary>Numbers of a block: 16 MB in float32.</summary>
    private const long BlockElements = 1 << 22;

    private readonly Tensor? _tensor;
    private readonly Func<long, long, Tensor> _read;
    private readonly IDisposable? _owned;

    /// <param name="read">(first, count): rows from an index on, owned by the caller. [count, d]</param>
    /// <param name="owned">Is disposed with the rows; null for nothing.</param>
    /// <param name="blockRows">Rows of a block; null for as many as are 16 MB.</param>
    internal FeatureRows(long count, int size, Device device, Func<long, long, Tensor> read, IDisposable? owned = null, long? blockRows = null)
    {
        (Count, Size, Device, _read, _owned) = (count, size, device, read, owned);
        BlockRows = Math.Max(1, Math.Min(count, blockRows ?? (BlockElements / size)));
    }

    private FeatureRows(Tensor tensor, IDisposable? owned)
        : this(tensor.shape[0], (int)tensor.shape[1], tensor.device, (first, count) => tensor.narrow(0, first, count), owned, tensor.shape[0]) =>
        _tensor = tensor;

    /// <summary>N.</summary>
    public long Count { get; }

    /// <summary>d.</summary>
    public int Size { get; }

    /// <summary>Whether they are a tensor.</summary>
    public bool IsInMemory => _tensor is not null;

    internal Device Device { get; }

    /// <summary>Rows of a block.</summary>
    internal long BlockRows { get; }

    /// <summary>The rows of a tensor, which stays the caller's. [N, d]</summary>
    public static implicit operator FeatureRows(Tensor rows) => FromTensor(rows);

    /// <inheritdoc cref="op_Implicit"/>
    public static FeatureRows FromTensor(Tensor rows) => new(rows, owned: null);

    /// <summary>The rows of a tensor that is disposed with them, by nobody else. [N, d]</summary>
    internal static FeatureRows Owning(Tensor rows)
    {
        var kept = rows.DetachFromDisposeScope();
        return new FeatureRows(kept, kept);
    }

    /// <summary>Rows from an index on, owned by the caller. [count, d]</summary>
    internal Tensor Read(long first, long count) => _read(first, count);

    /// <summary>Some of the rows; they last as long as these.</summary>
    internal FeatureRows Part(long first, long count) => _tensor is not null
        ? Owning(_tensor.narrow(0, first, count))
        : new FeatureRows(count, Size, Device, (from, rows) => _read(first + from, rows), blockRows: BlockRows);

    /// <summary>What a function makes of each row: of a tensor at once, else whenever rows are read; they last as long as these.</summary>
    /// <param name="size">Numbers that it makes of a row.</param>
    /// <param name="map">[n, d] -> [n, size]</param>
    internal FeatureRows Mapped(int size, Func<Tensor, Tensor> map) => _tensor is not null
        ? Owning(map(_tensor))
        : new FeatureRows(Count, size, Device, (first, count) =>
        {
            using var rows = _read(first, count);
            return map(rows);
        }, blockRows: Math.Max(1, BlockRows * Size / Math.Max(Size, size)));

    /// <summary>All rows, block by block.</summary>
    internal IEnumerable<(long First, long Count)> Blocks()
    {
        for (long first = 0; first < Count; first += BlockRows)
        {
            yield return (first, Math.Min(BlockRows, Count - first));
        }
    }

    /// <summary>[1, d], float32</summary>
    internal Tensor Mean()
    {
        if (_tensor is not null)
        {
            return _tensor.mean([0], keepdim: true);
        }

        using var scope = NewDisposeScope();
        var sum = zeros([1, Size], float64, Device);
        foreach (var (first, count) in Blocks())
        {
            using var block = NewDisposeScope();
            sum.AddInPlace(Read(first, count).sum([0L], keepdim: true, type: float64));
        }

        return sum.Div(Count).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>The mean squared distance from a mean, of each feature. [1, d], float32</summary>
    /// <param name="mean">[1, d]</param>
    internal Tensor Variance(Tensor mean)
    {
        if (_tensor is not null)
        {
            return _tensor.var(0, unbiased: false, keepdim: true);
        }

        using var scope = NewDisposeScope();
        var sum = zeros([1, Size], float64, Device);
        foreach (var (first, count) in Blocks())
        {
            using var block = NewDisposeScope();
            var centred = Read(first, count) - mean;
            sum.AddInPlace((centred * centred).sum([0L], keepdim: true, type: float64));
        }

        return sum.Div(Count).to(float32).MoveToOuterDisposeScope();
    }

    public void Dispose() => _owned?.Dispose();
}
