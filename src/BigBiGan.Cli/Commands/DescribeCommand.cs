using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Diagrams;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

internal static class DescribeCommand
{
    private const string Mermaid = "mermaid";
    private const string Svg = "svg";

    public static Command Create()
    {
        var variant = CommonOptions.Variant();
        var diagram = new Option<string?>("--diagram")
        {
            Description = "Draw the networks instead: a Mermaid flowchart (GitHub draws it in Markdown), or an SVG picture.",
            HelpName = $"{Mermaid}|{Svg}",
        };
        var file = new Option<string?>("--out")
        {
            Description = "Where the diagram goes, a file that ends in .mmd or .svg. [default: standard output]",
            HelpName = "FILE",
        };
        var command = new ExampleCommand(
            "describe",
            "Shows a variant's networks layer by layer: shapes, parameters, multiply-adds.",
            "bigbigan describe fashion",
            "bigbigan describe imagenet/base --json",
            "bigbigan describe imagenet/base --diagram mermaid",
            "bigbigan describe fashion --diagram svg --out fashion.svg")
        {
            variant, CommonOptions.Json, diagram, file,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(variant),
            arguments.GetValue(CommonOptions.Json),
            arguments.GetValue(diagram),
            arguments.GetValue(file))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var planned = CompiledSpecs.Find(settings.Variant);
        var (json, format, path) = (settings.Json, settings.Diagram, settings.Out);
        if (format is not null || path is not null)
        {
            Draw(planned, format, path, json);
            return;
        }

        var description = VariantDescription.Of(planned);
        if (json)
        {
            Json.Print(description);
            return;
        }

        Console.Out.WriteLine(Header(description));
        foreach (var (role, network) in description.Networks)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{role}  {Quantity.Exact(network.Parameters)} parameters, {Quantity.Exact(network.MultiplyAdds)} multiply-adds per image");
            Terminal.Out.Write(Layers(network));
        }
    }

    private static void Draw(PlannedVariant planned, string? format, string? path, bool json)
    {
        if (format is null)
        {
            throw new UserMistake($"--out is where a diagram goes; add --diagram {Mermaid} or --diagram {Svg}");
        }

        if (json)
        {
            throw new UserMistake("--diagram and --json are mutually exclusive");
        }

        var graph = VariantDiagram.Of(planned.Variant, planned.Plan);
        var (text, ending) = format switch
        {
            Mermaid => (MermaidText.Write(graph), ".mmd"),
            Svg => (SvgText.Write(graph), ".svg"),
            var other => throw new UserMistake($"--diagram is '{other}'; expected {Mermaid} or {Svg}"),
        };
        if (path is null)
        {
            Console.Out.Write(text);
            return;
        }

        DurableFile.Write(OutputFile.Check(path, ending), text);
        Console.Out.WriteLine(path);
    }

    private static string Header(VariantDescription v)
    {
        var training = v.Training;
        var discriminatorRate = training.DiscriminatorRate is { } d ? FormattableString.Invariant($" D {d}") : "";
        var encoderRate = training.EncoderRate is { } e ? FormattableString.Invariant($" E {e}") : "";
        var rates = string.Create(CultureInfo.InvariantCulture, $"G {training.GeneratorRate}{discriminatorRate}{encoderRate}");
        var begins = training.Ema.Start > 0 ? $" from step {training.Ema.Start}" : "";
        var ema = string.Create(CultureInfo.InvariantCulture, $"{training.Ema.Decay}{begins}");
        var (kept, stored) = (Quantity.Short(v.ActivationBytes), Quantity.Short(v.CheckpointBytes));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {v.Path} ({v.Name}{(v.Base is null ? "" : $", extends {v.Base}")}){(v.Summary.Length > 0 ? $": {v.Summary}" : "")}
            latent [{v.Latent}] {v.Prior}, image [{string.Join(", ", v.Image)}], scores {string.Join(" ", v.Scores)}
            batch {training.Batch}{Parts(training)}, {training.Steps} steps of {Updates(v)}, rates {rates}, Adam {training.Beta1} {training.Beta2}, EMA {ema}
            about {kept}B of activations kept in an update of {training.MicroBatch} images, {stored}B in a checkpoint
            """);
    }

    /// <summary>Whose statistics batch norm takes, where it is not the whole batch's.</summary>
    private static string Parts(TrainingSpec training)
    {
        var parts = training.MicroBatches == 1 ? "" : $" in {training.MicroBatches} micro-batches of {training.MicroBatch}, each with statistics of its own";
        return parts + (training.NormStatistics == NormStatistics.Batch ? "" : ", norm statistics of each replica by itself");
    }

    private static string Updates(VariantDescription v) =>
        !v.Networks.ContainsKey("D") ? "one update"
        : v.Training.Updates == UpdateScheme.Simultaneous ? "one update of all networks"
        : $"{v.Training.DiscriminatorSteps} D and 1 joint update";

    private static Table Layers(NetworkDescription network)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("layer", "operation", "input", "output", "parameters", "multiply-adds");
        table.Columns[4].RightAligned();
        table.Columns[5].RightAligned();
        foreach (var layer in network.Layers)
        {
            table.AddRow(
                layer.Name, layer.Operation, Shape(layer.Input), Shape(layer.Output),
                layer.Parameters == 0 ? "-" : Quantity.Exact(layer.Parameters), layer.MultiplyAdds == 0 ? "-" : Quantity.Exact(layer.MultiplyAdds));
        }

        return table;
    }

    private static string Shape(int[] dimensions) => string.Join(" x ", dimensions);

    /// <param name="Diagram">The format of a diagram; null for tables.</param>
    /// <param name="Out">Where the diagram goes; null for standard output.</param>
    internal sealed record Settings(string Variant, bool Json, string? Diagram, string? Out);
}
