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
    public static string Method => MethodOf("features", inMemory: true, crops: 0);

    /// <summary>Of as many classes, or fewer, the right one is among five guesses too often to say anything.</summary>
    internal const int MostForTopOne = 10;

    /// <summary>The guesses of <see cref="TopFive"/>.</summary>
    internal const int Guesses = 5;

    /// <summary>Every row is held out once: a choice by a tenth of the rows moved the result by as much as another seed does.</summary>
    private const int Folds = 3;

    /// <summary>The sweep ends after so many strengths in a row without a gain.</summary>
    private const int Patience = 2;

    /// <summary>How many of the test rows have their class among the five likeliest; null where there are ten classes or fewer.</summary>
    public double? TopFive { get; init; }

    /// <summary>For protocols.</summary>
    /// <param name="features">What is standardised.</param>
    /// <param name="inMemory">Whether the rows to learn from are; else they are read in passes.</param>
    /// <param name="crops">Of each image; 0 for its centre.</param>
    internal static string MethodOf(string features, bool inMemory, int crops) => string.Create(
        CultureInfo.InvariantCulture,
        $"linear probe on standardised {features}{(crops == 0 ? "" : $" of {crops} random crops of each image")}, "
        + $"L2 {Strengths[0]} to {Strengths[^1]} chosen by {Folds} folds{(inMemory ? "" : ", by passes over batches")}");

    /// <param name="train">At least 2 rows. [N, d]</param>
    /// <param name="test">[M, d]</param>
    /// <param name="classes">2 or more.</param>
    /// <param name="images">
    /// How many images the training rows are of, a divisor of N: rows i, i + images, i + 2 images and so on are of one image, and are held out
    /// together. Null where each is of its own.
    /// </param>
    /// <param name="progress">Receives how many of how many fits are done.</param>
    public static LinearProbe Run(
        FeatureRows train, int[] trainLabels, FeatureRows test, int[] testLabels, int classes, int? images = null, Action<int, int>? progress = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var axes = new PrincipalAxes(train);
        // in random order: labels that follow one another in turn would put a whole class into one fold
        var order = new CounterRandom(0, "probe folds").Uniform(CPU, 0, 1, images ?? trainLabels.Length).argsort().data<long>().ToArray();
        IProbeFits fits = train.IsInMemory
            ? new FitsInMemory(axes.Apply(train.Read(0, train.Count)), trainLabels, classes, order)
            : new StreamedFits(new StreamedRegression(train, trainLabels, classes, axes), order);
        var (strength, heldOut, start) = Choose(fits, trainLabels.Length, Math.Min(Folds, order.Length), progress);
        var (weights, converged) = fits.Solve(null, strength, start);
        var (accuracy, topFive) = Judge(weights, axes, test, testLabels);
        return new LinearProbe(accuracy, strength, heldOut, converged) { TopFive = topFive };
    }

    private static (double Strength, double Accuracy, Tensor Start) Choose(IProbeFits fits, int rows, int folds, Action<int, int>? progress)
    {
        using var scope = NewDisposeScope();
        var weights = new Tensor?[folds];
        (double Strength, double Accuracy, Tensor? Start) best = (0, -1, null);
        var (withoutGain, done) = (0, 0);
        foreach (var strength in Strengths.TakeWhile(_ => withoutGain < Patience))
        {
            double right = 0;
            for (var fold = 0; fold < folds; fold++)
            {
                (weights[fold], _) = fits.Solve(fold, strength, weights[fold]);
                right += fits.Right(fold, weights[fold]!);
                progress?.Invoke(++done, (Strengths.Count * folds) + 1);
            }

            var accuracy = right / rows;
            withoutGain++;
            if (accuracy > best.Accuracy)
            {
                best = (strength, accuracy, weights[0]);
                withoutGain = 0;
            }
        }

        return (best.Strength, best.Accuracy, best.Start!.MoveToOuterDisposeScope());
    }

    private static (double Accuracy, double? TopFive) Judge(Tensor weights, PrincipalAxes axes, FeatureRows test, int[] labels)
    {
        var (right, amongFive) = (0L, 0L);
        var hasFive = weights.shape[0] > MostForTopOne;
        foreach (var (first, count) in test.Blocks())
        {
            using var block = NewDisposeScope();
            var scores = axes.Apply(test.Read(first, count)).mm(weights.t());
            var classes = tensor(Array.ConvertAll(labels[(int)first..(int)(first + count)], label => (long)label), device: scores.device);
            right += scores.argmax(1).eq(classes).sum().item<long>();
            if (hasFive)
            {
                amongFive += scores.topk(Guesses, 1).indexes.eq(classes.unsqueeze(1)).sum().item<long>();
            }
        }

        return (right / (double)labels.Length, hasFive ? amongFive / (double)labels.Length : null);
    }

    /// <summary>Fits to all rows but those of a fold: place k of the drawn order of images is held out by fold k mod 3.</summary>
    private interface IProbeFits
    {
        /// <param name="heldOut">Null for none.</param>
        (Tensor Weights, bool Converged) Solve(int? heldOut, double strength, Tensor? start);

        /// <summary>How many rows of a fold are classified right.</summary>
        double Right(int fold, Tensor weights);
    }

    /// <summary>A copy of the rows for each fold.</summary>
    private sealed class FitsInMemory : IProbeFits
    {
        private readonly LogisticRegression _all;
        private readonly (LogisticRegression Fit, Tensor Held, int[] Labels)[] _folds;

        public FitsInMemory(Tensor rows, int[] labels, int classes, long[] order)
        {
            _all = new LogisticRegression(rows, labels, classes);
            _folds = [.. Enumerable.Range(0, Math.Min(Folds, order.Length)).Select(Fold)];

            (LogisticRegression Fit, Tensor Held, int[] Labels) Fold(int fold)
            {
                var parts = Enumerable.Range(0, labels.Length)
                    .ToLookup(i => i % order.Length % Folds == fold, i => order[i % order.Length] + (i / order.Length * order.Length));
                var (kept, left) = (parts[false].ToArray(), parts[true].ToArray());
                return (
                    new LogisticRegression(rows[tensor(kept, device: rows.device)], At(labels, kept), classes),
                    rows[tensor(left, device: rows.device)],
                    At(labels, left));
            }
        }

        public (Tensor Weights, bool Converged) Solve(int? heldOut, double strength, Tensor? start) =>
            (heldOut is { } fold ? _folds[fold].Fit : _all).Solve(strength, start);

        // a share times a number, since where two strengths are equally good its last bit has always decided
        public double Right(int fold, Tensor weights) =>
            LogisticRegression.Accuracy(weights, _folds[fold].Held, _folds[fold].Labels) * _folds[fold].Labels.Length;

        private static int[] At(int[] labels, long[] rows) => [.. rows.Select(row => labels[row])];
    }

    /// <summary>One set of rows for all folds.</summary>
    private sealed class StreamedFits : IProbeFits
    {
        private readonly StreamedRegression _regression;
        private readonly byte[] _fold;

        public StreamedFits(StreamedRegression regression, long[] order)
        {
            (_regression, _fold) = (regression, new byte[order.Length]);
            for (var i = 0; i < order.Length; i++)
            {
                _fold[order[i]] = (byte)(i % Folds);
            }
        }

        public (Tensor Weights, bool Converged) Solve(int? heldOut, double strength, Tensor? start) =>
            _regression.Solve(heldOut is { } fold ? row => _fold[row % _fold.Length] != fold : null, strength, start);

        public double Right(int fold, Tensor weights) => _regression.Right(row => _fold[row % _fold.Length] == fold, weights);
    }
}
