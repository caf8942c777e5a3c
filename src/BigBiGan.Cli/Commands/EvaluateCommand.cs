using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var neighbours = NumberOption.Between("--neighbours", 1, 1000, "The k of nearest neighbours. [default: 5]");
        var command = new ExampleCommand(
            "evaluate",
            "Measures a run's newest checkpoint into its metrics.json (with other --data or --neighbours than the run's: into a file named after them), "
            + "and draws its pictures again.",
            "bigbigan evaluate runs/fashion-001",
            "bigbigan evaluate runs/fashion-001 --data fashion --json",
            "bigbigan evaluate runs/bigan-001 --neighbours 1")
        {
            run, CommonOptions.Data, neighbours, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(CommonOptions.Data),
            arguments.GetValue(neighbours) ?? new EvaluationSettings().Neighbours,
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        using var opened = OpenedRun.Open(settings.Run, settings.Compute);
        var evaluation = new EvaluationSettings { Neighbours = settings.Neighbours };
        var result = RunEvaluation.Write(opened.Run, opened.Entry, opened.Images(settings.Data), evaluation, new ConsoleReport());
        EvaluationDisplay.Show(result, settings.Json);
    }

    /// <param name="Data">Null for the run's own images.</param>
    /// <param name="Neighbours">The k of nearest neighbours.</param>
    internal sealed record Settings(string Run, string? Data, int Neighbours, Compute Compute, bool Json);
}
