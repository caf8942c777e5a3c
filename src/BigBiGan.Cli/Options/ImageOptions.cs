using System.CommandLine;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;

namespace BigBiGan.Cli.Options;

/// <summary>The options about images, beside where they lie.</summary>
internal static class ImageOptions
{
    private static readonly Option<BrokenPictures?> Broken = new("--broken")
    {
        Description = "What becomes of pictures that cannot be decoded. [default: skip up to 5 % where all are decoded at the start, else stop at the first]",
        HelpName = "skip|stop",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value)
            {
                case "skip":
                    return BrokenPictures.Skip;
                case "stop":
                    return BrokenPictures.Stop;
                case var other:
                    result.AddError($"--broken is '{other}'; expected skip or stop");
                    return null;
            }
        },
    };

    private static readonly Option<string?> TestLabels = new("--test-labels")
    {
        Description = "The classes of test pictures that lie in no class folders, as ImageNet's validation pictures do: "
            + "LOC_val_solution.csv, Caffe's val.txt, or the development kit's ILSVRC2012_validation_ground_truth.txt.",
        HelpName = "FILE",
    };

    private static readonly Option<int?> Workers = NumberOption.Between(
        "--workers", 1, 1024, "Threads that decode images; no number depends on it. [default: as many as a trial at the start shows to be of use]");

    private static readonly Option<long?> Cache = SizeOption.Of(
        "--cache", "Memory for decoded images, where not all are kept anyway; no number depends on it. [default: a quarter of what is free]");

    /// <summary>What becomes of a source; part of the images' identity by its effect.</summary>
    public static OptionRows Source { get; } = new(
        (Broken, arguments => arguments.GetValue(Broken)?.ToString().ToLowerInvariant()),
        (TestLabels, arguments => arguments.GetValue(TestLabels) is { } path ? Path.GetFullPath(path) : null));

    /// <summary>How images are read while a model is trained.</summary>
    public static OptionRows Reading { get; } = new(
        (Workers, arguments => arguments.GetValue(Workers)),
        (Cache, arguments => arguments.GetValue(Cache)));

    /// <summary>What was asked for.</summary>
    /// <param name="arguments">Of a command with the options of <see cref="Source"/>.</param>
    public static SourceOptions SourceOf(ParseResult arguments) => new(arguments.GetValue(Broken), arguments.GetValue(TestLabels));

    /// <summary>What was asked for.</summary>
    /// <param name="arguments">Of a command with the options of <see cref="Reading"/>.</param>
    public static ReadingSettings ReadingOf(ParseResult arguments) => new(arguments.GetValue(Workers), arguments.GetValue(Cache));
}
