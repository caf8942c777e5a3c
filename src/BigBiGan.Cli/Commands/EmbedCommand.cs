using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data;
using BigBiGan.Training.Evaluation;
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
            "Writes what a run makes of a data set, as it is judged: per split 'features' (E's before its head, or D's where there is no E), 'latents' (E(x) without noise; where there is an E) and 'labels'.",
            "bigbigan embed runs/fashion-001 --data fashion --out features.safetensors")
        {
            run, CommonOptions.Data, file, CommonOptions.Threads, CommonOptions.Device,
        };
        command.SetAction(arguments =>
        {
            var path = OutputFile.Check(arguments.GetRequiredValue(file), ".safetensors");
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var (model, device) = (opened.Trained.Model, opened.Trained.Device);
            var data = DataLoading.OfRun(opened.Trained, opened.Planned.Variant, arguments.GetValue(CommonOptions.Data));
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            using var standing = JudgedFeatures.Standing(model, data.Train, device);
            var tensors = Embed(model, data.Train, "train", device).Concat(Embed(model, data.Test, "test", device)).ToList();
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

    private static List<(string Name, Tensor Tensor)> Embed(VariantModel model, ImageSet images, string split, Device device)
    {
        var (features, latents) = (new List<Tensor>(), new List<Tensor>());
        var progress = SlowProgress.Of($"embedding the {split} images");
        for (var first = 0; first < images.Count; first += Batch)
        {
            using var scope = NewDisposeScope();
            var x = images.ToTensor(first, Math.Min(Batch, images.Count - first), device);
            features.Add(Stored(model.Features(x), "features"));
            if (model is IInference encoder)
            {
                latents.Add(Stored(encoder.Infer(x), "latents"));
            }

            progress(first + (int)x.size(0), images.Count);
        }

        return
        [
            ($"{split}.features", cat(features)),
            .. latents.Count > 0 ? [($"{split}.latents", cat(latents))] : Array.Empty<(string, Tensor)>(),
            ($"{split}.labels", tensor(images.Labels).to(int64)),
        ];
    }

    private static Tensor Stored(Tensor made, string what)
    {
        Finite.Check(made, what);
        return made.to(float32).cpu().MoveToOuterDisposeScope();
    }
}
