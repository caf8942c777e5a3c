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

    public static Option<int?> Threads { get; } = NumberOption.Between(
        "--threads", 1, 1024, "Threads of one tensor operation; results repeat bit for bit at a fixed number. [default: the run's; for a new run 1 where the networks are small, else the cores]");

    public static Option<string> Device { get; } = new("--device") { Description = "Where tensors live.", HelpName = "cpu|cuda", DefaultValueFactory = _ => "cpu" };

    public static Argument<string> Variant() => new("VARIANT")
    {
        Description = "A spec's path below models/ without ending (small/fashion), or its last part where that is unambiguous (fashion).",
    };

    public static Argument<string> Run() => new("RUN") { Description = "A run folder, as 'train' made it." };
}
