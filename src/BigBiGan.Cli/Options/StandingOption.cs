using System.CommandLine;

namespace BigBiGan.Cli.Options;

/// <summary>How many batches standing statistics are of: the most of the time that a few samples of large images take.</summary>
internal static class StandingOption
{
    public static Option<int?> Create() => NumberOption.Between(
        "--standing-batches", 1, 10_000,
        "Batches of 64 samples whose statistics G's batch norms take, and at most as many of 250 images for E's; "
        + "of large images fewer save time, and are another protocol. [default: 100, and 40 for E]");
}
