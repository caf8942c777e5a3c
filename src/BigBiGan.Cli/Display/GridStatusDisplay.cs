using System.Globalization;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Queues;
using BigBiGan.Experiments.Running;
using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>The table of <c>grid status</c>.</summary>
internal static class GridStatusDisplay
{
    /// <summary>A state as people and programs read it.</summary>
    public static string Word(CellState state) => state switch
    {
        CellState.Done => "done",
        CellState.Taken => "running",
        CellState.Queued => "queued",
        CellState.New => "new",
        CellState.Changed => "changed",
        CellState.Unfinished => "unfinished",
        CellState.Failed => "failed",
    };

    public static void Show(GridPlan plan, IReadOnlyList<CellStatus> statuses)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("identity", "cell", "state", "step", "steps/s", "left", "why").NoWrap();
        foreach (var column in table.Columns.Skip(3).Take(3))
        {
            column.RightAligned();
        }

        foreach (var status in statuses)
        {
            table.AddRow([.. Row(status).Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(Summary(plan, statuses));
    }

    /// <summary>In place of the last table at a terminal; elsewhere a line that says what became of the grid.</summary>
    public static void ShowAgain(GridPlan plan, IReadOnlyList<CellStatus> statuses)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(Summary(plan, statuses));
            return;
        }

        Terminal.Out.Clear(home: true);
        Show(plan, statuses);
    }

    private static string[] Row(CellStatus status)
    {
        var begun = status.Step > 0 && status.State != CellState.Done;
        return
        [
            status.Cell.Cell.Identity[..12],
            status.Cell.Label,
            Word(status.State),
            begun ? string.Create(CultureInfo.InvariantCulture, $"{status.Step} of {status.Steps}") : "",
            status.StepsPerSecond is { } rate ? rate.ToString(rate < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) : "",
            status is { State: CellState.Taken, Step: var step, Steps: var steps } && step >= steps ? "measuring"
                : status.SecondsLeft is { } left ? TrainingClock.Text(left) : "",
            status.Why == Word(status.State) ? "" : Plain(status.Why, Word(status.State)),
        ];
    }

    /// <summary>Without the state, which has a column of its own.</summary>
    private static string Plain(string why, string state) => why.StartsWith($"{state}: ", StringComparison.Ordinal) ? why[(state.Length + 2)..] : why;

    /// <summary><c>3 of 8 cells done, 2 running, 3 queued</c>.</summary>
    private static string Summary(GridPlan plan, IReadOnlyList<CellStatus> statuses)
    {
        var others = statuses.Where(status => status.State != CellState.Done).GroupBy(status => status.State).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $", {group.Count()} {Word(group.Key)}"));
        var done = statuses.Count(status => status.State == CellState.Done);
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Path}: {done} of {statuses.Count} cells done{string.Concat(others)}");
    }
}
