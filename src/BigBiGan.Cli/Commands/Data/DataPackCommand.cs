using System.CommandLine;
using System.Diagnostics;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Data;

/// <summary>Writes a source's images into one file, from which they are read without decoding.</summary>
internal static class DataPackCommand
{
    public static Command Create()
    {
        var source = DataCommand.Source();
        var size = NumberOption.Between("--size", 4, 4096, "The shorter side of the packed pictures, in pixels; smaller pictures stay as they are.");
        size.Required = true;
        var file = OutputFile.Option(PackSource.Ending, "The pack");
        var colours = NumberOption.Between("--colours", 1, 3, "1 or 3. [default: 3]");
        colours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() == 2)
            {
                result.AddError("--colours is '2'; expected 1 or 3");
            }
        });
        var quality = NumberOption.Between("--quality", 1, 100, "Pack JPEGs of this quality. [default: plain pixels, which take more room and no decoding]");
        var command = new ExampleCommand(
            "pack",
            "Writes a source's images into one file, from which a training reads them without decoding. What was interrupted is gone on with.",
            "bigbigan data pack images --size 128 --out images.pack",
            "bigbigan data pack images --size 256 --quality 92 --out images.pack --json")
        {
            source, size, file, colours, quality, ImageOptions.Source.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(source),
            arguments.GetValue(size)!.Value,
            arguments.GetRequiredValue(file),
            arguments.GetValue(colours) ?? 3,
            arguments.GetValue(quality),
            ImageOptions.SourceOf(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var path = OutputFile.Check(settings.File, PackSource.Ending);
        var report = new ConsoleReport();
        var data = DataSource.Load(
            settings.Source, settings.Size, settings.Colours, report.Warn, report.Progress("reading images"), report.Note, settings.Options);
        var (count, clock) = (data.Train.Count + data.Test.Count, Stopwatch.StartNew());
        var found = PackSource.Write(data, path, settings.Quality, report.Progress("packing images"), report.Note);
        var rate = (count - found) / clock.Elapsed.TotalSeconds;
        var bytes = new FileInfo(path).Length;
        if (settings.Json)
        {
            Json.Print(new
            {
                source = settings.Source,
                file = path,
                images = count,
                train = data.Train.Count,
                test = data.Test.Count,
                found,
                bytes,
                imagesPerSecond = rate,
                skipped = data.Skipped,
            });
            return;
        }

        Console.Out.WriteLine(FormattableString.Invariant(
            $"{path}: {Quantity.Exact(count)} images, {Quantity.Bytes(bytes)}, {rate:0} images/s; train on it with: --data {ShellWord.Of(path)}"));
    }

    /// <param name="Size">The shorter side, in pixels.</param>
    /// <param name="File">To write.</param>
    /// <param name="Quality">Of JPEGs; null for plain pixels.</param>
    /// <param name="Options">How the source is read.</param>
    internal sealed record Settings(string Source, int Size, string File, int Colours, int? Quality, SourceOptions Options, bool Json);
}
