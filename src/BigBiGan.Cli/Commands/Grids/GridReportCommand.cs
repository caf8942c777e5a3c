using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Experiments.Reports;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>A grid's results as one page.</summary>
internal static class GridReportCommand
{
    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var target = new Option<string?>("--out")
        {
            Description = "The folder of the page and its pictures. [default: report, in the results]",
            HelpName = "DIR",
        };
        var command = new ExampleCommand(
            "report",
            "Writes one Markdown table of a grid, means and deviations over seeds, with the pictures beside it.",
            "bigbigan grid report small-ablations",
            "bigbigan grid report small-ablations --out docs/small-ablations")
        {
            grid, results, target, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetValue(results),
            arguments.GetValue(target),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var plan = CompiledGrids.Find(settings.Grid);
        var folder = GridOptions.Folder(settings.Results, plan);
        var report = GridReport.Of(plan.Path, plan.Name, plan.Summary, CompiledGrids.Cells(plan), folder);
        if (report.Columns.Count == 0)
        {
            throw new UserMistake($"{folder.Path} has no result of {plan.Path}; run it first: {GridOptions.Run(plan, folder)}");
        }

        if (settings.Json)
        {
            Print(report);
            return;
        }

        Console.Out.WriteLine(ReportMarkdown.Write(report, settings.Out ?? Path.Combine(folder.Path, "report")));
    }

    private static void Print(GridReport report) => Json.Print(new
    {
        grid = report.Path,
        columns = report.Columns.Select(column => new { column.Metric, protocol = column.Protocol.Text, note = $"{column.Note}" }),
        rows = report.Rows.Select(row => new
        {
            row.Label,
            cells = row.Cells.Count,
            row.Done,
            parameters = row.Cells[0].Planned.Parameters,
            multiplyAdds = row.Cells[0].Planned.MultiplyAdds,
            values = report.Columns.ToDictionary(column => $"{column.Note}", column => row.Value(column, Subject.Model)),
        }),
    });

    /// <param name="Results">Null for the usual place.</param>
    /// <param name="Out">The folder of the page; null for one in the results.</param>
    internal sealed record Settings(string Grid, string? Results, string? Out, bool Json);
}
