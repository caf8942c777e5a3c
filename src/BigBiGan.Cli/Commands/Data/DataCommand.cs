using System.CommandLine;
using BigBiGan.Cli.Options;

namespace BigBiGan.Cli.Commands.Data;

/// <summary>Sources of images: a file per command.</summary>
internal static class DataCommand
{
    public static Command Create() => new ExampleCommand(
        "data",
        "Looks into sources of images, and packs them.",
        "bigbigan data info images",
        "bigbigan data check images",
        "bigbigan data pack images --size 128 --out images.pack")
    {
        DataInfoCommand.Create(),
        DataCheckCommand.Create(),
        DataPackCommand.Create(),
    };

    internal static Argument<string> Source() => new("SOURCE") { Description = $"The images: {Training.Data.Sources.ReaderTable.Help}." };
}
