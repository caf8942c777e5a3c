using System.Globalization;
using BigBiGan.Training.Loop;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>One number of a run's log against its steps.</summary>
/// <param name="Kind">Pages show losses, then scores, then gradients.</param>
/// <param name="Quantity">What it is: <c>loss of D</c>.</param>
/// <param name="Steps">Rising.</param>
/// <param name="Values">One per step.</param>
internal sealed record LearningCurve(CurveKind Kind, string Quantity, IReadOnlyList<long> Steps, IReadOnlyList<double> Values)
{
    /// <summary>More points than a plot has places tell nobody anything.</summary>
    private const int Points = 120;

    /// <summary>All quantities of a log, each a curve of means over equal parts of it.</summary>
    public static IReadOnlyList<LearningCurve> Of(IReadOnlyList<StepRecord> log)
    {
        var curves = new Dictionary<(CurveKind, string), List<(long Step, double Value)>>();
        foreach (var record in log)
        {
            foreach (var (kind, quantity, value) in Quantities(record))
            {
                if (!curves.TryGetValue((kind, quantity), out var points))
                {
                    curves[(kind, quantity)] = points = [];
                }

                points.Add((record.Step, value));
            }
        }

        return [.. curves.Select(curve => Thinned(curve.Key.Item1, curve.Key.Item2, curve.Value))];
    }

    private static IEnumerable<(CurveKind Kind, string Quantity, double Value)> Quantities(StepRecord record) =>
    [
        .. record.Losses.Select(loss => (CurveKind.Loss, $"loss of {string.Join(" and ", loss.Players.ToCharArray())}", loss.Value)),
        .. record.Scores.Select(score =>
            (CurveKind.Score, $"score {score.Name}: encoder pairs less generator pairs", score.EncoderPairs - score.GeneratorPairs)),
        .. (record.Gradients ?? []).Select(gradient => (CurveKind.Gradient, $"gradient norm of {gradient.Network}", gradient.Norm)),
    ];

    private static LearningCurve Thinned(CurveKind kind, string quantity, List<(long Step, double Value)> points)
    {
        var parts = points.Chunk(Math.Max(1, (points.Count + Points - 1) / Points)).ToList();
        var means = parts.Select(part => Short(part.Average(point => point.Value)));
        return new LearningCurve(kind, quantity, [.. parts.Select(part => part[^1].Step)], [.. means]);
    }

    /// <summary>To four digits: a plot shows no more, and a page of many cells is half as large.</summary>
    private static double Short(double value) => value == 0 || !double.IsFinite(value)
        ? value
        : double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>What a curve is of, in the order of pages.</summary>
internal enum CurveKind
{
    Loss,
    Score,
    Gradient,
}
