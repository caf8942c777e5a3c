using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation;

/// <summary>
/// Multinomial logistic regression on frozen features, standardised by the training set. The strength of the L2 penalty is
/// the one that does best on every tenth training row; the final fit uses all rows.
/// </summary>
/// <param name="Accuracy">On the test rows.</param>
/// <param name="Strength">The chosen lambda of mean cross-entropy + lambda / 2 |W|^2.</param>
/// <param name="HeldOutAccuracy">Of that strength, on the held-out tenth.</param>
/// <param name="Converged">Whether the final fit reached its tolerance.</param>
public sealed record LinearProbe(double Accuracy, double Strength, double HeldOutAccuracy, bool Converged)
{
    /// <summary>From strong to weak; each fit starts where the one before ended.</summary>
    public static readonly IReadOnlyList<double> Strengths = [10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];

    /// <summary>For protocols.</summary>
    public static string Method => $"linear probe on standardised features, L2 {Strengths[0]} to {Strengths[^1]} chosen on every 10th row";

    /// <summary>The sweep ends after so many strengths in a row without a gain.</summary>
    private const int Patience = 2;

    /// <param name="train">At least 2 rows. [N, d]</param>
    /// <param name="test">[M, d]</param>
    /// <param name="classes">2 or more.</param>
    public static LinearProbe Run(Tensor train, int[] trainLabels, Tensor test, int[] testLabels, int classes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var axes = new PrincipalAxes(train);
        var rows = axes.Apply(train);
        var (strength, heldOut, start) = Choose(rows, trainLabels, classes);
        var (weights, converged) = new LogisticRegression(rows, trainLabels, classes).Solve(strength, start);
        return new LinearProbe(LogisticRegression.Accuracy(weights, axes.Apply(test), testLabels), strength, heldOut, converged);
    }

    private static (double Strength, double Accuracy, Tensor Weights) Choose(Tensor rows, int[] labels, int classes)
    {
        using var scope = NewDisposeScope();
        var (kept, held) = Tenth(labels.Length);
        var fit = new LogisticRegression(rows[tensor(kept, device: rows.device)], At(labels, kept), classes);
        var (heldRows, heldLabels) = (rows[tensor(held, device: rows.device)], At(labels, held));
        (double Strength, double Accuracy, Tensor? Weights) best = (0, -1, null);
        Tensor? weights = null;
        var withoutGain = 0;
        foreach (var strength in Strengths.TakeWhile(_ => withoutGain < Patience))
        {
            (weights, _) = fit.Solve(strength, weights);
            var accuracy = LogisticRegression.Accuracy(weights, heldRows, heldLabels);
            withoutGain++;
            if (accuracy > best.Accuracy)
            {
                best = (strength, accuracy, weights);
                withoutGain = 0;
            }
        }

        return (best.Strength, best.Accuracy, best.Weights!.MoveToOuterDisposeScope());
    }

    /// <summary>Every tenth row is held out; of fewer than ten, the last.</summary>
    private static (long[] Kept, long[] Held) Tenth(int rows)
    {
        var all = Enumerable.Range(0, rows).Select(i => (long)i).ToLookup(i => i % 10 == 9 || (rows < 10 && i == rows - 1));
        return ([.. all[false]], [.. all[true]]);
    }

    private static int[] At(int[] labels, long[] rows) => [.. rows.Select(row => labels[row])];
}
