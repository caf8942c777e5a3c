using BigBiGan.Dsl.Native;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>exp E KL(p(y|x) | p(y)) over consecutive splits (Salimans et al., 2016).</summary>
/// <param name="Deviation">Of the splits' scores, divided by their number.</param>
public sealed record InceptionScore(double Mean, double Deviation)
{
    private const int Splits = 10;

    /// <summary>Null where the feature network knows no classes, or there are fewer samples than splits.</summary>
    internal static MetricValue? Measure(SampleFeatures features)
    {
        if (features.Samples.Count < Splits)
        {
            return null;
        }

        using var probabilities = features.Probabilities();
        return probabilities is null
            ? null
            : new MetricValue(Of(probabilities, Splits).Mean, $"{features.NameOr(features.ScoreName, "score of class probabilities")}, {Splits} splits");
    }

    /// <param name="probabilities">Each row sums to 1. [n, classes]</param>
    /// <param name="splits">1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no splits, or more than rows.</exception>
    public static InceptionScore Of(FeatureRows probabilities, int splits = Splits)
    {
        var rows = probabilities.Count;
        if (splits < 1 || splits > rows)
        {
            throw new ArgumentOutOfRangeException(nameof(splits), splits, $"Expected 1 to the {rows} rows.");
        }

        using var noGrad = no_grad();
        var scores = new double[splits];
        for (var i = 0; i < splits; i++)
        {
            var (first, end) = (i * rows / splits, (i + 1) * rows / splits);
            using var split = probabilities.Part(first, end - first);
            using var marginal = MeanOf(split, p => p.sum([0L], keepdim: true));
            // xlogy: 0 log 0 = 0
            using var divergence = MeanOf(split, p => (p.xlogy(p) - p.xlogy(marginal)).sum(1).sum());
            scores[i] = Math.Exp(divergence.item<double>());
        }

        var mean = scores.Average();
        return new InceptionScore(mean, Math.Sqrt(scores.Average(s => (s - mean) * (s - mean))));
    }

    /// <param name="sum">Of a block of rows, in float64.</param>
    private static Tensor MeanOf(FeatureRows rows, Func<Tensor, Tensor> sum)
    {
        using var scope = NewDisposeScope();
        Tensor? all = null;
        foreach (var (first, count) in rows.Blocks())
        {
            using var block = NewDisposeScope();
            var part = sum(rows.Read(first, count).to(float64));
            all = (all is null ? part : all.Add(part)).MoveToOuterDisposeScope();
        }

        return all!.Div(rows.Count).MoveToOuterDisposeScope();
    }
}
