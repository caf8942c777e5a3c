using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Commands;

internal static class EmbedCommand
{
    private const int Batch = 250;

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var file = OutputFile.Option(".safetensors", "The file to write");
        var command = new ExampleCommand(
            "embed",
            "Writes what E makes of a data set: per split 'features' (before the head), 'latents' (E(x) without noise) and 'labels'.",
            "bigbigan embed runs/fashion-001 --data fashion --out features.safetensors")
        {
            run, CommonOptions.Data, file, CommonOptions.Threads, CommonOptions.Device,
        };
        command.SetAction(arguments =>
        {
            var path = OutputFile.Check(arguments.GetRequiredValue(file), ".safetensors");
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var encoder = EncoderNeeded.Check(opened.Trained, "embed");
            var data = DataLoading.Load(arguments.GetValue(CommonOptions.Data) ?? opened.Trained.Folder.Identity.DataSource, opened.Planned.Variant);
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            opened.Trained.Model.Networks.Single(n => n.Role == "E").Network.eval();
            var tensors = Embed(opened.Trained.Model, encoder, data.Train, "train", opened.Trained.Device).Concat(Embed(opened.Trained.Model, encoder, data.Test, "test", opened.Trained.Device)).ToList();
            SafeTensorFile.Write(path, tensors, new Dictionary<string, string>
            {
                ["run"] = Path.GetFileName(Path.GetFullPath(opened.Trained.Folder.Path)),
                ["variant"] = opened.Planned.Variant.Path,
                ["step"] = opened.Trained.Step.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["data"] = data.Name,
                ["data-identity"] = data.Identity,
                ["classes"] = string.Join(",", data.Train.ClassNames),
            });
            Console.Out.WriteLine(path);
        });
        return command;
    }

    private static List<(string Name, Tensor Tensor)> Embed(VariantModel model, IInference encoder, ImageSet images, string split, Device device)
    {
        var (features, latents) = (new List<Tensor>(), new List<Tensor>());
        var progress = SlowProgress.Of($"embedding the {split} images");
        for (var first = 0; first < images.Count; first += Batch)
        {
            using var x = images.ToTensor(first, Math.Min(Batch, images.Count - first), device);
            features.Add(model.Features(x).cpu());
            latents.Add(encoder.Infer(x).cpu());
            progress(first + (int)x.size(0), images.Count);
        }

        return [($"{split}.features", cat(features)), ($"{split}.latents", cat(latents)), ($"{split}.labels", tensor(images.Labels).to(int64))];
    }
}
