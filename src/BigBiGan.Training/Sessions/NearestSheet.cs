using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using BigBiGan.Training.Pictures;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>Samples beside the training images nearest to them: whether G made something, or remembers.</summary>
public static class NearestSheet
{
    /// <summary>Each is compared with every training image; a picture of more is not looked at.</summary>
    public const int MostSamples = 64;

    /// <summary>Training images of a block, which are decoded and embedded at once.</summary>
    private const int Block = 250;

    /// <summary>Two rows per sample: the sample and its nearest in pixels, and again in the features of E (of D where there is no E).</summary>
    /// <param name="train">The training images, at the variant's data size.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="k">How many images beside each.</param>
    /// <exception cref="RunException">There are fewer training images, or too many samples.</exception>
    public static IReadOnlyList<NearestImage> Write(
        SampleLatents latents, LoadedRun trained, ImageSet train, int count, int k, string path, ISessionReport report, IReadOnlyList<string>? titles = null)
    {
        if (count > MostSamples)
        {
            throw new RunException($"--count is {count}; expected at most {MostSamples} with --nearest");
        }

        if (k > train.Count)
        {
            throw new RunException($"--nearest is {k}, and {train.Name} has {train.Count} training images; expected at most as many");
        }

        var facts = trained.Model.Facts;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var samples = latents.Draw(0, count); // [N, C, H, W]
        var seen = train.Reduced(facts.ImageSize);
        var features = $"{EvaluationFeatures.Role(trained.Model)}'s features";
        (string By, long[] Indices, double[] Distances)[] found =
        [
            Nearest("pixels", samples.flatten(1), facts.Colours * facts.ImageSize * facts.ImageSize, images => images.flatten(1), seen),
            OfFeatures(),
        ];

        var rows = new List<SheetRow>();
        for (var i = 0; i < count; i++)
        {
            foreach (var (by, indices, _) in found)
            {
                var beside = indices.AsSpan(i * k, k).ToArray().Select(index => seen.ToTensor((int)index, 1, trained.Device));
                rows.Add(new SheetRow(cat([samples.narrow(0, i, 1), .. beside]), by, StartsGroup: by == found[0].By));
            }
        }

        Sheet.Write(path, rows, $"samples{latents.OfClass(titles)}, each before its {k} nearest training images: {trained.Caption}");
        return
        [
            .. Enumerable.Range(0, count).SelectMany(i => found.SelectMany(of => Enumerable.Range(i * k, k).Select(at => new NearestImage(
                i, of.By, (int)of.Indices[at], train.Files?[(int)of.Indices[at]], of.Distances[at])))),
        ];

        (string By, long[] Indices, double[] Distances) OfFeatures()
        {
            using var standing = EvaluationFeatures.Standing(trained.Model, train, trained.Device, work: report.Progress, replicas: trained.Replicas);
            // E reads larger images than G draws: repeated pixels, whose averages are the sample's own
            var read = facts.DataSize == facts.ImageSize ? samples : nn.functional.interpolate(samples, size: [facts.DataSize, facts.DataSize]);
            return Nearest(features, Embedded(read), facts.FeatureSize, Embedded, train);
        }

        Tensor Embedded(Tensor images) => trained.Model.Features(images).to(float32).flatten(1);

        (string By, long[] Indices, double[] Distances) Nearest(string by, Tensor rows, int size, Func<Tensor, Tensor> represent, ImageSet images)
        {
            using var inner = NewDisposeScope();
            var progress = report.Progress($"comparing {by}");
            using var others = new FeatureRows(
                images.Count, size, trained.Device,
                (first, part) =>
                {
                    using var block = NewDisposeScope();
                    var made = represent(images.ToTensor((int)first, (int)part, trained.Device));
                    Finite.Check(made, by);
                    progress((int)(first + part), images.Count);
                    return made.MoveToOuterDisposeScope();
                },
                blockRows: Block);
            var centre = rows.mean([0L], keepdim: true); // around it, little is lost to cancellation
            var (distances, indices) = SquaredDistances.Nearest(rows - centre, others, block => block - centre, k, sorted: true);
            return (by, indices.cpu().data<long>().ToArray(), [.. distances.sqrt().cpu().data<float>().ToArray().Select(value => (double)value)]);
        }
    }
}
