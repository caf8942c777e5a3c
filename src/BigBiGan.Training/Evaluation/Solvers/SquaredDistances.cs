using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

internal static class SquaredDistances
{
    /// <summary>Elements of one block of distances: 64 MB in float32.</summary>
    private const long BlockElements = 1 << 24;

    /// <summary>|a - b|^2 = |a|^2 - 2 a.b + |b|^2, never below 0. [n, d], [m, d] -> [n, m]</summary>
    public static Tensor Between(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var distances = addmm((a * a).sum(1, keepdim: true) + (b * b).sum(1), a, b.t(), beta: 1, alpha: -2);
        return distances.ClampMin(0).MoveToOuterDisposeScope();
    }

    /// <summary>Splits rows so that distances to <paramref name="columns"/> others fit into memory.</summary>
    public static IEnumerable<(long First, long Count)> RowBlocks(long rows, long columns)
    {
        var height = Math.Max(1, BlockElements / columns);
        for (long first = 0; first < rows; first += height)
        {
            yield return (first, Math.Min(height, rows - first));
        }
    }
}
