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
        var distances = addmm((a * a).sum(1, keepdim: true).Add((b * b).sum(1)), a, b.t(), beta: 1, alpha: -2);
        return distances.ClampMin(0).MoveToOuterDisposeScope();
    }

    /// <summary>The nearest others of each row, over all blocks of the others. [n, k], [n, k]</summary>
    /// <param name="rows">[n, d]</param>
    /// <param name="others">At least k.</param>
    /// <param name="prepared">Of a block of the others, as <paramref name="rows"/> were prepared.</param>
    /// <param name="sorted">Whether the nearest stands first.</param>
    /// <returns>Distances, and indices of the others.</returns>
    public static (Tensor Distances, Tensor Indices) Nearest(Tensor rows, FeatureRows others, Func<Tensor, Tensor> prepared, int k, bool sorted)
    {
        using var scope = NewDisposeScope();
        (Tensor Distances, Tensor Indices)? best = null;
        foreach (var (first, count) in others.Blocks())
        {
            using var block = NewDisposeScope();
            var (distances, indices) = Between(rows, prepared(others.Read(first, count)))
                .topk((int)Math.Min(k, count), 1, largest: false, sorted: sorted);
            if (best is { } before)
            {
                (var all, indices) = (cat([before.Distances, distances], 1), cat([before.Indices, indices.Add(tensor(first, device: rows.device))], 1));
                (distances, var chosen) = all.topk((int)Math.Min(k, all.shape[1]), 1, largest: false, sorted: sorted);
                indices = indices.gather(1, chosen);
                before.Distances.Dispose();
                before.Indices.Dispose();
            }

            best = (distances.MoveToOuterDisposeScope(), indices.MoveToOuterDisposeScope());
        }

        return (best!.Value.Distances.MoveToOuterDisposeScope(), best.Value.Indices.MoveToOuterDisposeScope());
    }

    /// <summary>Splits rows so that their distances to a block of others fit into memory.</summary>
    public static IEnumerable<(long First, long Count)> RowBlocks(FeatureRows rows, FeatureRows others) =>
        RowBlocks(rows.Count, Math.Max(others.BlockRows, BlockElements / rows.BlockRows));

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
