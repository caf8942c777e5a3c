using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// The features of a trained variant (E's, or D's where there is no E) with standing batch statistics. Every command that shows,
/// writes or judges what E makes of images puts it in this one state.
/// </summary>
public static class EvaluationFeatures
{
    private const int Batch = 250;

    /// <summary>Batches for the batch-norm statistics.</summary>
    private const int MostStanding = 40;

    /// <summary>[N, features], on the model's device</summary>
    /// <param name="images">The training images, at the variant's data size.</param>
    /// <param name="replicas">Who calculates batches.</param>
    public static Tensor Of(VariantModel model, ImageSet images, Device device, BatchWorkers replicas = default)
    {
        using var standing = Standing(model, images, device, replicas: replicas);
        return FeatureBatches.Of(images, Batch, device, model.Features, replicas);
    }

    /// <summary>Features, and the latents that E infers, on the CPU. [N, features], [N, z] or null where there is no E; float32</summary>
    /// <param name="model">In the state of <see cref="Standing"/>.</param>
    /// <param name="images">At the variant's data size.</param>
    /// <param name="replicas">Who calculates batches.</param>
    /// <param name="progress">Receives how many of how many images are done.</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public static (Tensor Features, Tensor? Latents) Embed(
        VariantModel model, ImageSet images, Device device, BatchWorkers replicas = default, Action<int, int>? progress = null)
    {
        using var scope = NewDisposeScope();
        var all = FeatureBatches.Of(images, Batch, device, Both, replicas, progress); // [N, features + z]
        return (Part(0, model.Facts.FeatureSize), model is IInference ? Part(model.Facts.FeatureSize, all.size(1)) : null);

        Tensor Both(Tensor x)
        {
            var features = model.Features(x).to(float32).cpu();
            if (model is not IInference encoder)
            {
                return features;
            }

            Finite.Check(features, "features");
            var latents = encoder.Infer(x).to(float32).cpu();
            Finite.Check(latents, "latents");
            return cat([features, latents], 1);
        }

        Tensor Part(long first, long end) => all.narrow(1, first, end - first).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Puts E, or D where there is no E, in the state in which its features are judged, until disposed. Running statistics hold the
    /// last few batches only, and nothing at all before training.
    /// </summary>
    /// <param name="images">The training images, whose statistics they are: up to 10,000 of them, drawn; at the variant's data size.</param>
    /// <param name="most">Batches of the statistics; null for as many as usual, 40.</param>
    /// <param name="work">Is told, in words, what takes its time; what it gives receives (batches of the statistics, of so many).</param>
    /// <param name="replicas">Who calculates batches.</param>
    public static StandingStatistics Standing(
        VariantModel model, ImageSet images, Device device, int? most = null, Func<string, Action<int, int>>? work = null,
        BatchWorkers replicas = default)
    {
        var progress = work?.Invoke($"standing statistics of {Role(model)}, batches");
        return StandingStatistics.Take(
            Judged(model),
            StandingBatches(images, most).Batches,
            StandingForward(model, images, most, device),
            replicas,
            new BatchTask.StatisticsOfE(most) { Model = model },
            progress,
            $"{Role(model)} of {model.Facts.SpecHash}, {Describe(images, most)} from {images.Identity}");
    }

    /// <summary>Runs E, its head too, on the batch of an index whose statistics count.</summary>
    internal static Action<int> StandingForward(VariantModel model, ImageSet images, int? most, Device device)
    {
        var (batches, batch) = StandingBatches(images, most);
        var drawn = images.Sample(batches * batch, "statistics");
        Func<Tensor, Tensor> forward = model is IInference encoder ? encoder.Infer : model.Features;
        return i => forward(drawn.ToTensor(i * batch, batch, device));
    }

    /// <summary>Whether that state depends on images at all.</summary>
    public static bool NeedsImages(VariantModel model) => StandingStatistics.AreIn(Judged(model));

    /// <summary>Whose features they are: E, or D where there is no E.</summary>
    public static string Role(VariantModel model) => model.Facts.Encoder is null ? "D" : "E";

    /// <summary>The state, for protocols and metadata: <c>standing statistics of 8 batches of 250, drawn</c>.</summary>
    /// <param name="images">The training images.</param>
    /// <param name="most">Batches of the statistics; null for as many as usual.</param>
    public static string Describe(ImageSet images, int? most = null)
    {
        var (batches, batch) = StandingBatches(images, most);
        return string.Create(CultureInfo.InvariantCulture, $"standing statistics of {batches} batches of {batch}, drawn");
    }

    /// <summary>The images of a split that are drawn for the probe: so many, or all where there are fewer.</summary>
    internal static ImageSet Probed(ImageSet split, int count) => split.Sample(count, "probe");

    /// <summary>The network whose features they are.</summary>
    internal static Network Judged(VariantModel model) => model.Networks.Single(named => named.Role == Role(model)).Network;

    /// <summary>Decides the features of an image, with the state's description and the training images: a checksum of all weights.</summary>
    internal static string Identity(VariantModel model) => StandingStatistics.WeightChecksum(Judged(model));

    private static (int Batches, int Batch) StandingBatches(ImageSet images, int? most)
    {
        var batch = Math.Min(Batch, images.Count);
        return (Math.Min(Math.Min(MostStanding, most ?? MostStanding), images.Count / batch), batch);
    }
}
