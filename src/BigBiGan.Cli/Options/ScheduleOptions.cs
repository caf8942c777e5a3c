using System.CommandLine;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Options;

/// <summary>What happens beside the steps of a run, a row each: <c>train</c> has them all, and a grid hands all of them on to its cells.</summary>
internal static class ScheduleOptions
{
    private static readonly Option<long?> SaveEvery = NumberOption.AtLeast(
        "--save-every", 1L,
        "A checkpoint after every Nth step, in place of one by time. [default: the run's; for a new run after a second, then up to one a minute]");

    private static readonly Option<int?> Keep = NumberOption.AtLeast(
        "--keep", 1, "The newest checkpoints that stay. [default: the run's; for a new run 2]");

    private static readonly Option<long?> EvaluateEvery = NumberOption.AtLeast(
        "--evaluate-every", 0L,
        "Measure and draw after every Nth step, by a small protocol, with a checkpoint; no weight depends on it. 0 for never. "
        + "[default: the run's, or the spec's]");

    private static readonly Option<string?> Best = new("--best")
    {
        Description = "The metric of these evaluations whose best checkpoint stays: `--checkpoint best` of other commands. "
            + "[default: the run's; for a new run frechet]",
        HelpName = "METRIC",
        CustomParser = result =>
        {
            var id = result.Tokens[0].Value;
            if (MetricTable.All.Any(metric => metric.Id == id))
            {
                return id;
            }

            result.AddError($"--best is '{id}'; expected {Phrases.Or(MetricTable.All.Select(metric => metric.Id))}");
            return null;
        },
    };

    private static readonly Option<bool?> StopOnCollapse = new("--stop-on-collapse")
    {
        Description = "End as failed when the training has collapsed, in place of a warning. [default: the run's; for a new run false]",
    };

    private static readonly OptionRows Rows = new(
        (SaveEvery, arguments => arguments.GetValue(SaveEvery)),
        (Keep, arguments => arguments.GetValue(Keep)),
        (EvaluateEvery, arguments => arguments.GetValue(EvaluateEvery)),
        (Best, arguments => arguments.GetValue(Best)),
        (StopOnCollapse, arguments => arguments.GetValue(StopOnCollapse)));

    /// <summary>In the order of help.</summary>
    public static IReadOnlyList<Option> All => Rows.All;

    /// <summary>
    /// When a run ends before its goal. It is none of the rows: a cell of a grid is trained to the end that its identity has.
    /// </summary>
    public static Option<int?> Patience { get; } = NumberOption.AtLeast(
        "--patience", 1, "End the training when N evaluations in a row were no better than the best. [default: the run's; for a new run never]");

    /// <summary>What was asked for.</summary>
    public static RunSchedule Of(ParseResult arguments) => new(
        arguments.GetValue(SaveEvery),
        arguments.GetValue(Keep),
        arguments.GetValue(EvaluateEvery),
        arguments.GetValue(Best),
        StopOnCollapse: arguments.GetValue(StopOnCollapse));

    /// <inheritdoc cref="OptionRows.Forwarded"/>
    public static IReadOnlyList<string> Forwarded(ParseResult arguments) => Rows.Forwarded(arguments);
}
