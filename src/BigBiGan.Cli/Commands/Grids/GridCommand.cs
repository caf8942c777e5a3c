using System.CommandLine;
using BigBiGan.Cli.Options;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Grids of experiments: a file per command.</summary>
internal static class GridCommand
{
    public static Command Create() => new ExampleCommand(
        "grid",
        "Works with grids: variants, values and seeds that are compared.",
        "bigbigan grid plan small-ablations",
        "bigbigan grid run small-ablations --jobs 2",
        "bigbigan grid status small-ablations")
    {
        GridPlanCommand.Create(),
        GridRunCommand.Create(),
        GridCellCommand.Create(),
        GridStatusCommand.Create(),
        GridCancelCommand.Create(),
        GridLogsCommand.Create(),
        GridReportCommand.Create(),
    };
}
