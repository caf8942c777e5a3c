using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Experiments.Reports;
using BigBiGan.Experiments.Reports.Html;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands;

/// <summary>A run as one page: what was measured of it, its curves and its pictures. It loads no network and no images.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var target = new Option<string?>("--out") { Description = "The page (.html). [default: report.html, in the run's folder]", HelpName = "FILE" };
        var command = new ExampleCommand(
            "report",
            "Writes a run as one HTML file that opens without a network: numbers beside their baselines, curves, pictures, spec.",
            "bigbigan report runs/fashion-001",
            "bigbigan report runs/fashion-001 --out fashion.html",
            "bigbigan report runs/fashion-001 --json")
        {
            run, target, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(target),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var report = RunReport.Of(settings.Run);
        var page = OutputFile.Check(settings.Out ?? Path.Combine(settings.Run, "report.html"), ".html");
        RunPage.Write(report, page, new PageOrigin(ProgramVersion.Text, Commands(report)));
        if (!settings.Json)
        {
            Console.Out.WriteLine(page);
            return;
        }

        var run = report.Run.Identity;
        Json.Print(new
        {
            page,
            run = report.Run.Path,
            run.Variant,
            run.SpecHash,
            run.Seed,
            run.Data,
            run.DataIdentity,
            run.Version,
            step = report.Log.Count == 0 ? 0 : report.Log[^1].Step,
            seconds = report.Log.Count == 0 ? 0 : report.Log[^1].Seconds,
            report.Notes,
            metrics = report.Numbers,
        });
    }

    /// <summary>What trains and measures an equal run.</summary>
    private static IReadOnlyList<string> Commands(RunReport report)
    {
        var run = report.Run.Identity;
        var steps = report.Log.Count == 0 ? "" : $" --steps {report.Log[^1].Step}";
        var labels = run.LabelsFile is { } file ? $" --labels {ShellWord.Of(file)}" : "";
        var broken = run.Broken is { } policy ? $" --broken {policy.ToString().ToLowerInvariant()}" : "";
        var testLabels = run.TestLabels is { } ofTest ? $" --test-labels {ShellWord.Of(ofTest)}" : "";
        var source = $"{ShellWord.Of(run.DataSource)}{broken}{testLabels}";
        var again = $"bigbigan report {ShellWord.Of(report.Run.Path)}";
        if (!CompiledSpecs.Knows(run.Variant))
        {
            // of a grid: who trains it alone has no result of the cell
            return [$"bigbigan grid plan {string.Join('/', run.Variant.Split('/')[..^1])}", again];
        }

        return
        [
            $"bigbigan train {run.Variant} --data {source}{labels} --batch {run.Batch} --seed {run.Seed} --threads {run.Threads} "
            + $"--replicas {run.Replicas ?? 1}{steps}",
            again,
        ];
    }

    /// <param name="Out">Null for the usual place.</param>
    internal sealed record Settings(string Run, string? Out, bool Json);
}
