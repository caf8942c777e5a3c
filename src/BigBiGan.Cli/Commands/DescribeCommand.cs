using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

internal static class DescribeCommand
{
    public static Command Create()
    {
        var variant = CommonOptions.Variant();
        var command = new ExampleCommand(
            "describe", "Shows a variant's networks layer by layer: shapes, parameters, multiply-adds.", "bigbigan describe fashion", "bigbigan describe imagenet/base --json")
        {
            variant, CommonOptions.Json,
        };
        command.SetAction(arguments =>
        {
            var description = VariantDescription.Of(CompiledSpecs.Find(arguments.GetRequiredValue(variant)));
            if (arguments.GetValue(CommonOptions.Json))
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
        });
        return command;
    }

    private static string Header(VariantDescription v)
    {
        var training = v.Training;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {v.Path} ({v.Name}{(v.Base is null ? "" : $", extends {v.Base}")}){(v.Summary.Length > 0 ? $": {v.Summary}" : "")}
            latent [{v.Latent}] {v.Prior}, image [{string.Join(", ", v.Image)}], scores {string.Join(" ", v.Scores)}
            batch {training.Batch}, {training.Steps} steps of {Updates(v)}, rates G {training.GeneratorRate}{(training.DiscriminatorRate is { } d ? $" D {d}" : "")}{(training.EncoderRate is { } e ? $" E {e}" : "")}, Adam {training.Beta1} {training.Beta2}, EMA {training.Ema}
            about {Quantity.Short(v.ActivationBytes)}B of activations kept in an update of batch {training.Batch}, {Quantity.Short(v.CheckpointBytes)}B in a checkpoint
            """);
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
}
