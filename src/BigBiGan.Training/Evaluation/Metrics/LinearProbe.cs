using System.Globalization;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// Multinomial logistic regression on frozen features, standardised by the training set. The strength of the L2 penalty is
/// the one that does best on rows that are held out, a third at a time; the final fit uses all rows.
/// </summary>
/// <param name="Accuracy">On the test rows.</param>
/// <param name="Strength">The chosen lambda of mean cross-entropy + lambda / 2 |W|^2.</param>
/// <param name="HeldOutAccuracy">Of that strength, on the rows that were held out.</param>
/// <param name="Converged">Whether the final fit reached its tolerance.</param>
public sealed record LinearProbe(double Accuracy, double Strength, double HeldOutAccuracy, bool Converged)
{
    /// <summary>From strong to weak; each fit starts where the one before ended.</summary>
    public static readonly IReadOnlyList<double> Strengths =
        [10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001, 0.000003, 0.000001];

    /// <summary>For protocols.</summary>
    public static string Method => string.Create(
        CultureInfo.InvariantCulture, $"linear probe on standardised features, L2 {Strengths[0]} to {Strengths[^1]} chosen by {Folds} folds");

    /// <summary>Every row is held out once: a choice by a tenth of the rows moved the result by as much as another seed does.</summary>
    private const int Folds = 3;

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

    private static (double Strength, double Accuracy, Tensor Start) Choose(Tensor rows, int[] labels, int classes)
    {
        using var scope = NewDisposeScope();
        // in random order: labels that follow one another in turn would put a whole class into one fold
        var order = new CounterRandom(0, "probe folds").Uniform(CPU, 0, 1, labels.Length).argsort().data<long>().ToArray();
        var folds = Enumerable.Range(0, Math.Min(Folds, labels.Length)).Select(fold => new Fold(rows, labels, classes, order, fold)).ToArray();
        (double Strength, double Accuracy, Tensor? Start) best = (0, -1, null);
        var withoutGain = 0;
        foreach (var strength in Strengths.TakeWhile(_ => withoutGain < Patience))
        {
            var accuracy = folds.Sum(fold => fold.Right(strength)) / (double)labels.Length;
            withoutGain++;
            if (accuracy > best.Accuracy)
            {
                best = (strength, accuracy, folds[0].Weights);
                withoutGain = 0;
            }
        }

        return (best.Strength, best.Accuracy, best.Start!.MoveToOuterDisposeScope());
    }

    /// <summary>A part of the rows that is held out, and the fit on all others.</summary>
    private sealed class Fold
    {
        private readonly LogisticRegression _fit;
        private readonly Tensor _held;
        private readonly int[] _heldLabels;

        public Fold(Tensor rows, int[] labels, int classes, long[] order, int index)
        {
            var parts = Enumerable.Range(0, labels.Length).ToLookup(i => i % Folds == index, i => order[i]);
            var (kept, left) = (parts[false].ToArray(), parts[true].ToArray());
            _fit = new LogisticRegression(rows[tensor(kept, device: rows.device)], At(labels, kept), classes);
            (_held, _heldLabels) = (rows[tensor(left, device: rows.device)], At(labels, left));
        }

        /// <summary>Of the last strength.</summary>
        public Tensor? Weights { get; private set; }

        /// <summary>How many of the rows that are held out are classified right.</summary>
        public double Right(double strength)
        {
            (Weights, _) = _fit.Solve(strength, Weights);
            return LogisticRegression.Accuracy(Weights, _held, _heldLabels) * _heldLabels.Length;
        }
    }

    private static int[] At(int[] labels, long[] rows) => [.. rows.Select(row => labels[row])];
}
