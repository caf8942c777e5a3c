using System.CommandLine;
using BigBiGan.Training.Data.Sources;

namespace BigBiGan.Cli.Options;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, for programs." };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = $"The images: {ReaderTable.Help}.",
        HelpName = "NAME|DIR",
    };

    public static Argument<string> Variant() => new("VARIANT")
    {
        Description = "A spec's path below models/ without ending (small/fashion), or its last part where that is unambiguous (fashion).",
    };

    public static Argument<string> Run() => new("RUN") { Description = "A run folder, as 'train' made it." };
}
