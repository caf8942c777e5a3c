using System.CommandLine;

namespace BigBiGan.Cli.Options;

/// <summary>Options of the commands that begin a run.</summary>
internal static class NewRunOptions
{
    public static Option<string?> Run() => new("--run") { Description = "The new run's folder. [default: the next free runs/VARIANT-NNN]", HelpName = "DIR" };

    public static Option<int?> Batch() => NumberOption.AtLeast("--batch", 2, "Images per update. [default: the spec's]");

    public static Option<ulong?> Seed() => NumberOption.AtLeast("--seed", 0UL, "Decides initialisation, data order, augmentation and noise. [default: 0]");

    public static Option<string?> Labels() => new("--labels")
    {
        Description = "The labels of the training images, for a variant with `labels: { from: file }`; `cluster` writes such files.",
        HelpName = "FILE",
    };
}
