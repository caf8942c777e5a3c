using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>
/// min over W of mean cross-entropy + lambda / 2 |W|^2, the last column of W being the bias, which is free. A rotation of the
/// features changes neither the penalty nor the answer, and along principal axes the curvature's diagonal describes it well: L-BFGS
/// with that metric needs tens of iterations where it would need hundreds.
/// </summary>
internal sealed class LogisticRegression
{
    private const int LongestFit = 500;

    private readonly Tensor _rows;
    private readonly Tensor _targets;

    /// <summary>Its tensors belong to the caller's dispose scope.</summary>
    /// <param name="rows">Features from <see cref="PrincipalAxes"/>. [N, d + 1]</param>
    public LogisticRegression(Tensor rows, int[] labels, int classes)
    {
        using var scope = NewDisposeScope();
        _rows = rows;
        _targets = nn.functional.one_hot(tensor(labels.Select(l => (long)l).ToArray(), device: rows.device), classes)
            .t().to(float32).contiguous().MoveToOuterDisposeScope();
    }

    /// <param name="start">Another fit's weights, or null for zeros.</param>
    /// <returns>[classes, d + 1]</returns>
    public (Tensor Weights, bool Converged) Solve(double strength, Tensor? start)
    {
        using var scope = NewDisposeScope();
        var penalty = zeros(_rows.shape[1], device: _rows.device);
        penalty.narrow(0, 0, _rows.shape[1] - 1).Fill(strength);
        var first = start?.clone() ?? zeros(_targets.shape[0], _rows.shape[1], device: _rows.device);
        var metric = Curvature(first).Add(penalty).ClampMin(1e-8).reciprocal_();
        var (weights, converged) = Lbfgs.Minimise(w => Evaluate(w, penalty), first, metric, LongestFit);
        return (weights.MoveToOuterDisposeScope(), converged);
    }

    public static double Accuracy(Tensor weights, Tensor rows, int[] labels)
    {
        using var scope = NewDisposeScope();
        var predictions = rows.mm(weights.t()).argmax(1).cpu().data<long>().ToArray();
        return predictions.Zip(labels).Count(pair => pair.First == pair.Second) / (double)labels.Length;
    }

    private (double Loss, Tensor Gradient) Evaluate(Tensor weights, Tensor penalty)
    {
        using var scope = NewDisposeScope();
        // [classes, N]: with the classes in rows both products run at memory speed, many times faster than the other way round.
        var logProbabilities = nn.functional.log_softmax(weights.mm(_rows.t()), 0);
        var penalised = weights * penalty;
        var loss = (weights * penalised).sum(float64).Div(2) - (logProbabilities * _targets).sum(float64).Div(_rows.shape[0]);
        var gradient = logProbabilities.exp_().sub_(_targets).mm(_rows).Div(_rows.shape[0]).AddInPlace(penalised);
        return (loss.item<double>(), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>The diagonal of the cross-entropy's second derivative: mean p (1 - p) x^2. [classes, d + 1]</summary>
    private Tensor Curvature(Tensor weights)
    {
        using var scope = NewDisposeScope();
        var p = nn.functional.softmax(weights.mm(_rows.t()), 0);
        return (p - (p * p)).mm(_rows * _rows).Div(_rows.shape[0]).MoveToOuterDisposeScope();
    }
}
