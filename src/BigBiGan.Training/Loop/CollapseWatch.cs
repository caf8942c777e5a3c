using System.Globalization;

namespace BigBiGan.Training.Loop;

/// <summary>
/// Looks at what is logged for the three ways in which such a training is lost, and names each in plain words, once. It knows nothing but the log, so that
/// a run that is gone on with sees what it saw before.
/// </summary>
internal sealed class CollapseWatch
{
    /// <summary>Mean scores of a training that goes well are of the size of the hinge's margin, 1.</summary>
    private const double LargestScore = 100;

    /// <summary>Steps for which scores may be larger: the first step of an Adam whose rate is too large overshoots, and D may come back from it.</summary>
    private const long MostStepsBeyond = 10;

    /// <summary>
    /// Of the loss of a D that knows nothing: with less than this part of it left, D tells nearly all pairs apart, and little is left to learn from.
    /// </summary>
    private const double LeastLoss = 0.02;

    /// <summary>The hinge of a score of 0, for real and generated pairs together; other losses begin lower.</summary>
    private const double LossOfZero = 2;

    /// <summary>Steps for which D's loss may be that small.</summary>
    private const long MostStepsWon = 200;

    /// <summary>Of the widest spread that samples had, and of that of real images.</summary>
    private const double LeastSpread = 0.6;

    private readonly HashSet<string> _told = [];
    private double? _undecided;
    private long? _beyondSince;
    private long? _winsSince;
    private EvaluationRecord? _widest;

    /// <summary>What has happened, in words; null where nothing has, or was told before.</summary>
    public string? See(StepRecord record) => ScoreBeyond(record) ?? Won(record);

    /// <inheritdoc cref="See(StepRecord)"/>
    public string? See(EvaluationRecord record)
    {
        if (_widest is null || record.Spread > _widest.Spread)
        {
            _widest = record;
        }

        return record.Spread >= LeastSpread * Math.Min(1, _widest.Spread) ? null : Once("spread", string.Create(
            CultureInfo.InvariantCulture,
            $"the samples have become alike: their spread is {record.Spread:0.000} of that of real images, was {_widest.Spread:0.000} at step {_widest.Step}"
            + $"; G draws few pictures whatever z is"));
    }

    private string? ScoreBeyond(StepRecord record)
    {
        var (name, value) = record.Scores
            .SelectMany(score => new[] { (score.Name, Value: score.EncoderPairs), (score.Name, Value: score.GeneratorPairs) })
            .DefaultIfEmpty() // an autoencoder's
            .MaxBy(score => Math.Abs(score.Value));
        if (Math.Abs(value) <= LargestScore)
        {
            _beyondSince = null;
            return null;
        }

        _beyondSince ??= record.Step;
        return record.Step - _beyondSince < MostStepsBeyond ? null : Once("score", string.Create(
            CultureInfo.InvariantCulture,
            $"D's mean score {name} is {value:0.0}, and scores are beyond ±{LargestScore:0} since step {_beyondSince}: D grows without bound; lower its rate"));
    }

    private string? Won(StepRecord record)
    {
        if (record.Losses.FirstOrDefault(loss => loss.Players == "D") is not { Value: var loss })
        {
            return null;
        }

        _undecided ??= Math.Min(loss, LossOfZero * record.Scores.Count);
        if (loss < 0 || loss > LeastLoss * _undecided)
        {
            _winsSince = null;
            return null;
        }

        _winsSince ??= record.Step;
        return record.Step - _winsSince < MostStepsWon ? null : Once("won", string.Create(
            CultureInfo.InvariantCulture,
            $"D has won: its loss was {loss:0.0000} or near it since step {_winsSince}, where that of a D that knows nothing is {_undecided:0.00}; "
            + $"it tells all pairs apart, and G and E learn no more"));
    }

    private string? Once(string kind, string words) => _told.Add(kind) ? words : null;
}
