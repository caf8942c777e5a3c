using System.Globalization;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Loop;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>One number of a run's log against its steps.</summary>
/// <param name="Kind">Pages show what was measured along the way, then losses, then scores, then gradients.</param>
/// <param name="Quantity">What it is: <c>loss of D</c>.</param>
/// <param name="Protocol">How it was measured, as one line; null for what a step itself has.</param>
/// <param name="Steps">Rising.</param>
/// <param name="Values">One per step.</param>
internal sealed record LearningCurve(CurveKind Kind, string Quantity, string? Protocol, IReadOnlyList<long> Steps, IReadOnlyList<double> Values)
{
    /// <summary>More points than a plot has places tell nobody anything.</summary>
    private const int Points = 120;

    /// <summary>All quantities of a run's log, each a curve of means over equal parts of it.</summary>
    /// <param name="steps">In the order of the log.</param>
    /// <param name="evaluations">Along the way, in the order of the log.</param>
    public static IReadOnlyList<LearningCurve> Of(IReadOnlyList<StepRecord> steps, IReadOnlyList<EvaluationRecord> evaluations) =>
    [
        .. evaluations.SelectMany(Quantities).Concat(steps.SelectMany(Quantities))
            .GroupBy(point => (point.Kind, point.Quantity, point.Protocol))
            .Select(Thinned),
    ];

    private static IEnumerable<Point> Quantities(EvaluationRecord record) =>
    [
        .. record.Metrics
            .Select(one => (Metric: MetricTable.Of(one.Metric), One: one))
            .Where(pair => pair.Metric.IsShownIn(MetricPlaces.All))
            .Select(pair => new Point(CurveKind.Evaluation, pair.Metric.TitleOf(pair.One.Metric), pair.One.Protocol, record.Step, pair.One.Value)),
        new Point(CurveKind.Evaluation, "spread of samples, of that of real images", null, record.Step, record.Spread),
    ];

    private static IEnumerable<Point> Quantities(StepRecord record)
    {
        return
        [
            .. record.Losses.Select(loss => At(CurveKind.Loss, $"loss of {string.Join(" and ", loss.Players.ToCharArray())}", loss.Value)),
            .. record.Scores.Select(score =>
                At(CurveKind.Score, $"score {score.Name}: encoder pairs less generator pairs", score.EncoderPairs - score.GeneratorPairs)),
            .. (record.Gradients ?? []).Select(gradient => At(CurveKind.Gradient, $"gradient norm of {gradient.Network}", gradient.Norm)),
        ];

        Point At(CurveKind kind, string quantity, double value) => new(kind, quantity, null, record.Step, value);
    }

    private static LearningCurve Thinned(IEnumerable<Point> curve)
    {
        var points = curve.ToList();
        var (parts, of) = (points.Chunk(Math.Max(1, (points.Count + Points - 1) / Points)).ToList(), points[0]);
        var means = parts.Select(part => Short(part.Average(point => point.Value)));
        return new LearningCurve(of.Kind, of.Quantity, of.Protocol, [.. parts.Select(part => part[^1].Step)], [.. means]);
    }

    /// <summary>To four digits: a plot shows no more, and a page of many cells is half as large.</summary>
    private static double Short(double value) => value == 0 || !double.IsFinite(value)
        ? value
        : double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private sealed record Point(CurveKind Kind, string Quantity, string? Protocol, long Step, double Value);
}

/// <summary>What a curve is of, in the order of pages.</summary>
internal enum CurveKind
{
    Evaluation,
    Loss,
    Score,
    Gradient,
}
