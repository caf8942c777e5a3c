using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>
/// The minimum of <see cref="LogisticRegression"/> where the rows are not in memory: loss and gradient are sums over batches of rows, read in each pass.
/// Rows are standardised as they are read; not they but the weights are turned to the principal axes, where L-BFGS needs the fewest passes. No rate is to
/// be chosen, and the end is the exact solver's.
/// </summary>
/// <param name="rows">Features as they are. [N, d]</param>
/// <param name="axes">Of those rows.</param>
internal sealed class StreamedRegression(FeatureRows rows, int[] labels, int classes, PrincipalAxes axes)
{
    private const int LongestFit = 500;

    /// <summary>Rows whose curvature is the first metric of a fit.</summary>
    private const int CurvatureRows = 8192;

    /// <param name="counts">Whether a row counts; null for all.</param>
    /// <param name="start">Another fit's weights, or null for zeros.</param>
    /// <returns>For turned features, as those of <see cref="LogisticRegression"/>; the last column is the bias. [classes, d + 1]</returns>
    public (Tensor Weights, bool Converged) Solve(Func<long, bool>? counts, double strength, Tensor? start)
    {
        using var scope = NewDisposeScope();
        var penalty = zeros(rows.Size + 1, device: rows.Device);
        penalty.narrow(0, 0, rows.Size).Fill(strength);
        var first = start?.clone() ?? zeros(classes, rows.Size + 1, device: rows.Device);
        var metric = Curvature(counts, first).Add(penalty).ClampMin(1e-8).reciprocal_();
        var (weights, converged) = Lbfgs.Minimise(w => Evaluate(counts, w, penalty), first, metric, LongestFit);
        return (weights.MoveToOuterDisposeScope(), converged);
    }

    /// <summary>How many of the rows that count are classified right.</summary>
    public long Right(Func<long, bool> counts, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var (turnedBack, bias) = (TurnedBack(weights), Bias(weights));
        long right = 0;
        foreach (var (x, targets) in Batches(counts))
        {
            using var batch = NewDisposeScope();
            right += Scores(turnedBack, bias, x).argmax(0).eq(targets).sum().item<long>();
            x.Dispose();
            targets.Dispose();
        }

        return right;
    }

    private (double Loss, Tensor Gradient) Evaluate(Func<long, bool>? counts, Tensor weights, Tensor penalty)
    {
        using var scope = NewDisposeScope();
        var (turnedBack, bias) = (TurnedBack(weights), Bias(weights));
        var (sum, ofBias) = (zeros([classes, rows.Size], float64, rows.Device), zeros([classes, 1], float64, rows.Device));
        var (loss, number) = (0.0, 0L);
        foreach (var (x, targets) in Batches(counts))
        {
            using var batch = NewDisposeScope();
            var logProbabilities = nn.functional.log_softmax(Scores(turnedBack, bias, x), 0); // [classes, n]
            var index = targets.unsqueeze(0);
            loss -= logProbabilities.gather(0, index).sum(float64).item<double>();
            var residual = logProbabilities.exp_();
            residual.scatter_add_(0, index, ones([1, targets.shape[0]], device: rows.Device).neg_());
            sum.AddInPlace(residual.mm(x));
            ofBias.AddInPlace(residual.sum([1L], keepdim: true));
            number += targets.shape[0];
            x.Dispose();
            targets.Dispose();
        }

        var penalised = weights * penalty;
        var gradient = cat([axes.Turned(sum.Div(number).to(float32)), ofBias.Div(number).to(float32)], 1).AddInPlace(penalised);
        return ((loss / number) + ((weights * penalised).sum(float64).item<double>() / 2), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>The diagonal of the cross-entropy's second derivative on the first rows: mean p (1 - p) x^2. [classes, d + 1]</summary>
    private Tensor Curvature(Func<long, bool>? counts, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([classes, rows.Size + 1], device: rows.Device);
        var number = 0L;
        foreach (var (x, targets) in Batches(counts))
        {
            using var batch = NewDisposeScope();
            var turned = cat([axes.Turned(x), ones([x.shape[0], 1], device: rows.Device)], 1);
            var p = nn.functional.softmax(weights.mm(turned.t()), 0);
            sum.AddInPlace((p - (p * p)).mm(turned * turned));
            number += x.shape[0];
            x.Dispose();
            targets.Dispose();
            if (number >= CurvatureRows)
            {
                break;
            }
        }

        return sum.Div(number).MoveToOuterDisposeScope();
    }

    /// <summary>Standardised rows that count, [n, d], and their classes, [n]; owned by the caller.</summary>
    private IEnumerable<(Tensor Rows, Tensor Classes)> Batches(Func<long, bool>? counts)
    {
        foreach (var (first, count) in rows.Blocks())
        {
            var kept = new List<long>((int)count);
            for (var i = 0; i < count; i++)
            {
                if (counts is null || counts(first + i))
                {
                    kept.Add(i);
                }
            }

            if (kept.Count > 0)
            {
                yield return (Standard(first, count, [.. kept]), tensor(kept.ConvertAll(i => (long)labels[first + i]).ToArray(), device: rows.Device));
            }
        }
    }

    private Tensor Standard(long first, long count, long[] kept)
    {
        using var scope = NewDisposeScope();
        var block = rows.Read(first, count);
        var some = kept.Length == count ? block : block.index_select(0, tensor(kept, device: rows.Device));
        return axes.Standard(some).MoveToOuterDisposeScope();
    }

    private Tensor TurnedBack(Tensor weights) => axes.TurnedBack(weights.narrow(1, 0, rows.Size));

    private Tensor Bias(Tensor weights) => weights.narrow(1, rows.Size, 1);

    /// <summary>With the classes in rows all products run at memory speed. [classes, n]</summary>
    private static Tensor Scores(Tensor weights, Tensor bias, Tensor x) => addmm(bias, weights, x.t(), beta: 1, alpha: 1);
}
