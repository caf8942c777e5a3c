using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Reports;
using BigBiGan.Experiments.Reports.Html;
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>A grid's results as a page, as a table for other programs, and beside those of another branch.</summary>
internal static class GridReportCommand
{
    private const string Pages = "pages";
    private const string Latex = "latex";
    private const string Csv = "csv";
    private const string JsonText = "json";
    private const string Comment = "comment";

    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var target = new Option<string?>("--out")
        {
            Description = "The folder of the pages and the pictures. [default: report, in the results]",
            HelpName = "DIR",
        };
        var format = new Option<string>("--format")
        {
            Description = "Pages in Markdown and HTML into a folder; or to standard output the table alone, or a comment on a pull request.",
            HelpName = $"{Pages}|{Latex}|{Csv}|{JsonText}|{Comment}",
            DefaultValueFactory = _ => Pages,
        };
        var against = new Option<string?>("--against")
        {
            Description = "Compare cell by cell with the results in this folder, as of the main branch.",
            HelpName = "RESULTS",
        };
        var failOn = new Option<string[]>("--fail-on")
        {
            Description = "With --against: end with exit code 1 where a cell's metric is worse by more than an amount, such as worse:probe:0.01.",
            HelpName = "worse:METRIC:AMOUNT",
            AllowMultipleArgumentsPerToken = true,
        };
        var link = new Option<string?>("--link")
        {
            Description = "With --format comment: the address of the pages with the pictures.",
            HelpName = "URL",
        };
        var command = new ExampleCommand(
            "report",
            "Writes a grid's results as one HTML file and as Markdown with the pictures beside it: means, deviations, differences, curves.",
            "bigbigan grid report small-ablations",
            "bigbigan grid report small-ablations --out docs/small-ablations",
            "bigbigan grid report small-ablations --format latex > table.tex",
            "bigbigan grid report small-ablations --format comment --link https://example.org/report.zip > comment.md",
            "bigbigan grid report small-ablations --against results/main --fail-on worse:probe:0.01")
        {
            grid, results, target, format, link, against, failOn, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetValue(results),
            arguments.GetValue(target),
            arguments.GetValue(CommonOptions.Json) ? JsonText : arguments.GetValue(format)!,
            arguments.GetValue(link),
            arguments.GetValue(against),
            arguments.GetValue(failOn) ?? [])));
        return command;
    }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Execute(Settings settings)
    {
        Check(settings);
        var gates = settings.FailOn.Select(Gate).ToList();
        var plan = CompiledGrids.Find(settings.Grid);
        var folder = GridOptions.Folder(settings.Results, plan);
        var report = GridReport.Of(plan.Path, plan.Name, plan.Summary, CompiledGrids.Cells(plan), folder);
        if (report.Columns.Count == 0 && settings.Format != Comment)
        {
            throw new UserMistake($"{folder.Path} has no result of {plan.Path}; run it first: {GridOptions.Run(plan, folder)}");
        }

        if (gates.FirstOrDefault(gate => !report.Columns.Any(gate.Watches)) is { } blind)
        {
            throw new UserMistake(
                $"--fail-on {blind} watches '{blind.Metric}', which no column of {plan.Path} is; "
                + $"expected {Phrases.Or(report.Columns.Select(column => column.Metric).Distinct())}");
        }

        var against = settings.Against is { } path ? Against(report, path, mustCompare: gates.Count > 0) : null;
        Write(settings, plan, folder, report, against);
        var failures = gates.SelectMany(gate => gate.Failures(against!)).ToList();
        failures.ForEach(failure => Console.Error.WriteLine($"bigbigan: {failure}"));
        return failures.Count == 0 ? ExitCode.Done : ExitCode.Mistake;
    }

    private static void Check(Settings settings)
    {
        if (settings.Format is not (Pages or Latex or Csv or JsonText or Comment))
        {
            throw new UserMistake($"--format is '{settings.Format}'; expected {Pages}, {Latex}, {Csv}, {JsonText} or {Comment}");
        }

        if (settings.Link is not null && settings.Format != Comment)
        {
            throw new UserMistake($"--link stands in a comment; add --format {Comment}");
        }

        if (settings.Out is not null && settings.Format != Pages)
        {
            throw new UserMistake($"--out is the folder of pages, and {settings.Format} goes to standard output; redirect it to a file instead");
        }

        if (settings.FailOn.Count > 0 && settings.Against is null)
        {
            throw new UserMistake("--fail-on compares with other results; say which: --against RESULTS");
        }
    }

    private static WorseGate Gate(string text) =>
        WorseGate.Parse(text) ?? throw new UserMistake($"--fail-on is '{text}'; expected worse:METRIC:AMOUNT, such as worse:probe:0.01");

    /// <param name="mustCompare">Whether a gate hangs on it; else it is said where nothing can be compared, as of a grid that is new.</param>
    private static AgainstReport Against(GridReport report, string path, bool mustCompare)
    {
        if (!Directory.Exists(path))
        {
            throw new UserMistake($"--against: there is no folder {path}; expected a folder of results, as 'grid run' makes it");
        }

        var against = AgainstReport.Of(report, new ResultsFolder(path));
        if (!against.Cells.Any(cell => cell.Movements.Count > 0))
        {
            var line = $"--against: {path} has no result that compares with one of {report.Path}; the first cell {against.Cells[0].Trouble}";
            if (mustCompare)
            {
                throw new UserMistake(line);
            }

            Note.Print(line);
        }

        return against;
    }

    private static void Write(Settings settings, GridPlan plan, ResultsFolder folder, GridReport report, AgainstReport? against)
    {
        switch (settings.Format)
        {
            case Latex:
                Console.Out.Write(ReportLatex.Text(report));
                break;
            case Csv:
                Console.Out.Write(ReportCsv.Text(report));
                break;
            case JsonText:
                Json.Print(GridReportJson.Of(report, against));
                break;
            case Comment:
                Console.Out.Write(ReportComment.Text(report, against, settings.Link));
                break;
            default:
                var target = settings.Out ?? Path.Combine(folder.Path, "report");
                Console.Out.WriteLine(ReportMarkdown.Write(report, target, against));
                Console.Out.WriteLine(GridPage.Write(report, target, Origin(settings, plan, folder), against, SlowProgress.Of("making pictures small")));
                break;
        }
    }

    private static PageOrigin Origin(Settings settings, GridPlan plan, ResultsFolder folder)
    {
        var against = settings.Against is { } path ? $" --against {ShellWord.Of(path)}" : "";
        var name = plan.Path.Split('/')[^1];
        return new PageOrigin(ProgramVersion.Text,
        [
            $"bigbigan grid plan {name}",
            GridOptions.Run(plan, folder),
            GridOptions.Report(plan, folder) + against,
        ]);
    }

    /// <param name="Results">Null for the usual place.</param>
    /// <param name="Out">The folder of the pages; null for one in the results.</param>
    /// <param name="Format">As it was typed.</param>
    /// <param name="Link">Of the pages, for a comment; null for none.</param>
    /// <param name="Against">Other results; null for none.</param>
    /// <param name="FailOn">Gates as they were typed.</param>
    internal sealed record Settings(string Grid, string? Results, string? Out, string Format, string? Link, string? Against, IReadOnlyList<string> FailOn);
}
