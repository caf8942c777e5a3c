using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Weights.Layouts;
using BigBiGan.Training.Weights.Transfer;

namespace BigBiGan.Cli.Commands;

internal static class ExportCommand
{
    private const string OwnNames = "safetensors";
    private const string PytorchNames = "pytorch-names";

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CheckpointOption.Create();
        var format = new Option<string>("--format")
        {
            Description = "The names in the file: our own, with all networks, or BigGAN-PyTorch's, with one. Both are safetensors files.",
            HelpName = $"{OwnNames}|{PytorchNames}",
            Required = true,
        };
        var network = new Option<string?>("--network") { Description = $"Only this network. [default: all; G with {PytorchNames}]", HelpName = "G|E|D" };
        var file = new Option<string?>("--out")
        {
            Description = "The file to write (.safetensors). [default: weights.safetensors, or G.safetensors, in the run's folder]",
            HelpName = "FILE",
        };
        var command = new ExampleCommand(
            "export",
            "Writes a run's networks for Python: G with averaged weights and standing statistics, as 'sample' draws with it; "
            + "E with standing statistics, as 'embed' uses it; D as it is.",
            "bigbigan export runs/fashion-001 --format safetensors --out weights.safetensors",
            "bigbigan export runs/base-001 --format pytorch-names --out G.safetensors")
        {
            run, checkpoint, format, network, file, CommonOptions.Data, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(checkpoint),
            arguments.GetRequiredValue(format),
            arguments.GetValue(network),
            arguments.GetValue(file),
            arguments.GetValue(CommonOptions.Data),
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var layout = Named(settings.Format);
        var only = settings.Network;
        if (only is not (null or "G" or "E" or "D"))
        {
            throw new UserMistake($"--network is '{only}'; expected G, E or D");
        }

        var folder = settings.Run;
        var one = only ?? (layout == Layout.Own ? null : "G");
        var asked = settings.Out is { } path ? OutputFile.Check(path, ".safetensors") : null;
        using var opened = OpenedRun.Open(folder, settings.Compute, settings.Checkpoint);
        var target = asked ?? OutputFile.Check(Path.Combine(folder, $"{one ?? "weights"}.safetensors"), ".safetensors");
        Export(opened, settings.Data, one, layout, target, settings.Json);
    }

    private static Layout Named(string format) => format switch
    {
        OwnNames => Layout.Own,
        PytorchNames => Layout.BigGanPytorch,
        _ => throw new UserMistake($"--format is '{format}'; expected {OwnNames} or {PytorchNames}"),
    };

    private static void Export(OpenedRun opened, string? source, string? only, Layout layout, string path, bool json)
    {
        var trained = opened.Run;
        string[] has = [.. trained.Model.Networks.Select(named => named.Role)];
        if (only is not null && !has.Contains(only))
        {
            throw new UserMistake($"{trained.Folder.Path}: {trained.Folder.Identity.Variant} has no {only}; --network can be {string.Join(" or ", has)}");
        }

        string[] networks = only is null ? has : [only];
        WeightExport.CheckNames(trained.Model, networks, layout);
        using var generator = networks.Contains("G")
            ? new EvaluationGenerator(
                trained.Model, trained.Ema, trained.Folder.Identity.Seed, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas)
            : null;
        var states = new Dictionary<string, string>();
        if (generator is not null)
        {
            states["G"] = $"averaged weights, {generator.Source.BatchNorm}";
        }

        var judged = EvaluationFeatures.Role(trained.Model);
        var images = networks.Contains(judged) && EvaluationFeatures.NeedsImages(trained.Model)
            ? opened.Images(source).Train
            : null;
        using var standing = images is null
            ? null
            : EvaluationFeatures.Standing(trained.Model, images, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas);
        if (images is not null)
        {
            states[judged] = $"{EvaluationFeatures.Describe(images)} of {images.Name}";
        }

        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt", // what Python's loaders ask for
            ["variant"] = trained.Folder.Identity.Variant,
            ["step"] = trained.Step.ToString(CultureInfo.InvariantCulture),
            ["layout"] = layout.Name,
        };
        foreach (var (role, state) in states)
        {
            metadata[role] = state;
        }

        var tensors = WeightExport.Write(path, trained.Model, networks, layout, metadata);
        string[] left = [.. has.Except(networks)];
        var stock = layout == Layout.BigGanPytorch ? StockNetwork.Of(trained.Model, networks[0]) : null;
        if (json)
        {
            Json.Print(new { file = path, layout = layout.Name, networks, leftOut = left, step = trained.Step, tensors, states, stock });
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", networks)} of step {trained.Step}: {tensors} tensors, layout {layout.Name}")
            + string.Concat(states.Select(state => $"; {state.Key}: {state.Value}"))
            + (left.Length > 0 ? $"; left out: {string.Join(", ", left)}" : ""));
        if (stock is not null)
        {
            Console.Out.WriteLine(stock.Text(networks[0]));
        }

        Console.Out.WriteLine(path);
    }

    /// <param name="Checkpoint">Null for the newest.</param>
    /// <param name="Format">Whose names the file has.</param>
    /// <param name="Network">G, E or D; null for all that the format takes.</param>
    /// <param name="Out">Null for a file in the run's folder.</param>
    /// <param name="Data">Null for the run's own images.</param>
    internal sealed record Settings(
        string Run, CheckpointChoice? Checkpoint, string Format, string? Network, string? Out, string? Data, Compute Compute, bool Json);
}
