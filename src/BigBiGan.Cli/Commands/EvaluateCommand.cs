using System.CommandLine;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation.Evaluators;

namespace BigBiGan.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var neighbours = NumberOption.Between("--neighbours", 1, 1000, "The k of nearest neighbours. [default: 5]");
        var command = new ExampleCommand(
            "evaluate",
            "Measures a run's newest checkpoint into its metrics.json (with other --data or --neighbours than the run's: into a file named after them), and draws its pictures again.",
            "bigbigan evaluate runs/fashion-001",
            "bigbigan evaluate runs/fashion-001 --data fashion --json",
            "bigbigan evaluate runs/bigan-001 --neighbours 1")
        {
            run, CommonOptions.Data, neighbours, CommonOptions.Threads, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction(arguments =>
        {
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var data = DataLoading.OfRun(opened.Trained, opened.Planned.Variant, arguments.GetValue(CommonOptions.Data));
            RunEvaluation.Run(opened.Trained, opened.Entry, data, new EvaluationSettings { Neighbours = arguments.GetValue(neighbours) ?? 5 }, arguments.GetValue(CommonOptions.Json));
        });
        return command;
    }
}
