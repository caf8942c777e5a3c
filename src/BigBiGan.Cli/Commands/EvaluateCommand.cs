using System.CommandLine;
using BigBiGan.Cli.Runs;

namespace BigBiGan.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var command = new Command("evaluate", "Measures a run's newest checkpoint: linear probe, neighbours and Frechet distance beside their baselines; draws its pictures again.\n\nExample:\n  bigbigan evaluate runs/fashion-001 --data fashion")
        {
            run, CommonOptions.Data, CommonOptions.Threads, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction(arguments =>
        {
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var data = DataLoading.Load(arguments.GetValue(CommonOptions.Data) ?? opened.Trained.Folder.Identity.DataSource, opened.Planned.Variant);
            RunEvaluation.Run(opened.Trained, opened.Entry, data, arguments.GetValue(CommonOptions.Json));
        });
        return command;
    }
}
