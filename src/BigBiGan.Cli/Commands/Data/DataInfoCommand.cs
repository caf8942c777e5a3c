using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Data;

/// <summary>What a source is read as, and what a variant would see of it.</summary>
internal static class DataInfoCommand
{
    private const int Size = 128;
    private const int Colours = 3;

    public static Command Create()
    {
        var source = DataCommand.Source();
        var size = new Option<int>("--size")
        {
            Description = "Height and width of the images as a variant asks for them, in pixels.",
            DefaultValueFactory = _ => Size,
        };
        var colours = new Option<int>("--colours") { Description = "1 or 3, as a variant asks for them.", DefaultValueFactory = _ => Colours };
        var hash = new Option<bool>("--hash")
        {
            Description = "Also decode all images and hash their pixels: the same pictures have one hash, in whatever form they lie.",
        };
        size.Validators.Add(result => Check(result.GetValueOrDefault<int>() is >= 1 and <= 4096, "--size", "an integer from 1 to 4096", result));
        colours.Validators.Add(result => Check(result.GetValueOrDefault<int>() is 1 or 3, "--colours", "1 or 3", result));
        var command = new ExampleCommand(
            "info",
            "Says what a source of images is read as: splits, classes, where the pixels are kept, and the identity that a run remembers.",
            "bigbigan data info images",
            "bigbigan data info fashion-mini --size 32 --colours 1 --json",
            "bigbigan data info images --size 64 --hash")
        { source, size, colours, ImageOptions.Source.All, hash, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(source),
            arguments.GetValue(size),
            arguments.GetValue(colours),
            ImageOptions.SourceOf(arguments),
            arguments.GetValue(hash),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var report = new ConsoleReport();
        var kind = ReaderTable.KindOf(settings.Source);
        var data = DataSource.Load(
            settings.Source, settings.Size, settings.Colours, report.Warn, report.Progress("reading images"), settings.Json ? null : report.Note,
            settings.Options);
        var pixels = settings.Hash ? data.HashPixels(report.Progress("hashing images")) : null;
        if (settings.Json)
        {
            Json.Print(new
            {
                source = settings.Source,
                readAs = kind,
                name = data.Name,
                size = settings.Size,
                colours = settings.Colours,
                train = Split(data.Train),
                test = Split(data.Test),
                classNames = data.Train.ClassNames,
                classTitles = data.Train.ClassTitles,
                inMemory = data.Train.IsInMemory,
                identity = data.Identity,
                identityOf = data.IdentityOf,
                pixels,
                skipped = data.Skipped,
            });
            return;
        }

        Console.Out.WriteLine($"{settings.Source}: {kind}");
        foreach (var set in new[] { data.Train, data.Test })
        {
            var counts = Counts(set);
            Console.Out.WriteLine(
                $"  {set.Split}: {Quantity.Exact(set.Count)} images in {(counts.Length == 1 ? "1 class" : $"{counts.Length} classes")}, "
                + $"{Quantity.Exact(counts.Min())} to {Quantity.Exact(counts.Max())} each");
        }

        var megabytes = (double)(data.Train.Count + data.Test.Count) * data.Train.ImageBytes / 1e6;
        Console.Out.WriteLine(data.Train.IsInMemory
            ? $"  at {settings.Size} px they are kept in memory ({megabytes:0} MB)"
            : $"  at {settings.Size} px they would be {megabytes:0} MB: each is decoded whenever it is drawn");
        Console.Out.WriteLine($"  identity {data.Identity[..12]}, of their {data.IdentityOf}");
        if (pixels is not null)
        {
            Console.Out.WriteLine($"  pixels   {pixels[..12]}, at {settings.Size} px and {Quantity.Count(settings.Colours, "colour")}");
        }
    }

    private static object Split(ImageSet set) => new { images = set.Count, perClass = Counts(set) };

    private static int[] Counts(ImageSet set)
    {
        var counts = new int[Math.Max(set.ClassNames.Count, 1)];
        foreach (var label in set.Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    private static void Check(bool holds, string option, string expected, System.CommandLine.Parsing.OptionResult result)
    {
        if (!holds)
        {
            result.AddError($"{option} is {result.Tokens[0].Value}; expected {expected}");
        }
    }

    internal sealed record Settings(string Source, int Size, int Colours, SourceOptions Options, bool Hash, bool Json);
}
