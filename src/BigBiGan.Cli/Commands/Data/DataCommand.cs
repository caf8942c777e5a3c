using System.CommandLine;
using BigBiGan.Cli.Options;

namespace BigBiGan.Cli.Commands.Data;

/// <summary>Sources of images: a file per command.</summary>
internal static class DataCommand
{
    public static Command Create() => new ExampleCommand(
        "data",
        "Looks into sources of images.",
        "bigbigan data info images",
        "bigbigan data check images")
    {
        DataInfoCommand.Create(),
        DataCheckCommand.Create(),
    };

    internal static Argument<string> Source() => new("SOURCE") { Description = $"The images: {Training.Data.Sources.ReaderTable.Help}." };
}
