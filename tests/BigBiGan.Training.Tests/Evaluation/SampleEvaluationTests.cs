using System.IO.Compression;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Inception;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using BigBiGan.Training.Exports;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class SampleEvaluationTests(InceptionState weights) : IClassFixture<InceptionState>, IDisposable
{
    private static readonly SampleSource Noise = new(
        (first, count) => new CounterRandom(1, "noise", first).Uniform(CPU, -1, 1, count, 1, 4, 4), "running statistics", Ema: false);

    private readonly TemporaryFolder _folder = new();
    private readonly FeatureStore _store = new(null, CPU);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("FID", "Inception Score", 10_000, "FID", "Inception Score")]
    [InlineData("clean-FID", null, 10_000, "clean-FID", "class score of samples")]
    [InlineData("FID", "Inception Score", 9_999, "Frechet distance of samples", "class score of samples")]
    [InlineData(null, null, 10_000, "Frechet distance of samples", "class score of samples")]
    public void A_known_name_takes_the_known_weights_and_samples_enough(string? distance, string? score, int samples, string title, string scoreTitle)
    {
        using var evaluation = new SampleEvaluation(Images(20), new Plain(distance, score), new EvaluationSettings { Samples = samples, Reference = Reference(3) }, _store, CPU);
        var measured = evaluation.Of(Noise, Subject.Model);
        Assert.Equal(title, Title("frechet"));
        Assert.Equal(scoreTitle, Title("inception-score"));
        Assert.Equal(
            distance is null || samples >= 10_000
                ? []
                : [$"the Frechet distance of {samples} samples is not called FID: that takes 10000 at least, and papers have 50000 (--samples, with --reference where there are fewer images)"],
            evaluation.Cautions);

        string Title(string id) => MetricTable.Of(id).TitleOf(measured.Single(m => m.Metric == id));
    }

    [Fact]
    public void A_reference_stands_in_the_protocol_of_what_it_is_compared_in_alone()
    {
        using var evaluation = new SampleEvaluation(Images(20), new Plain(null, null), new EvaluationSettings { Samples = 300, Reference = Reference(3) }, _store, CPU);
        var measured = evaluation.Of(Noise, Subject.Model);
        Assert.EndsWith(", 300 samples / reference other.npz 12345678", measured.Single(m => m.Metric == "frechet").Protocol.Data);
        Assert.EndsWith(", 10 samples / 10 train, drawn", measured.Single(m => m.Metric == "kernel").Protocol.Data);

        using var features = new Plain(null, null).Features(Noise.Draw(0, 300));
        Assert.Equal(
            FrechetDistance.Between(Reference(3).Moments, FeatureMoments.Of(features)), measured.Single(m => m.Metric == "frechet").Value, tolerance: 1e-3);

        // ten real images are no floor of three hundred samples
        var real = evaluation.OfReal(Noise).Select(m => m.Metric).ToList();
        Assert.DoesNotContain("frechet", real);
        Assert.Contains("kernel", real);
    }

    [Fact]
    public void A_reference_of_other_features_is_refused()
    {
        var problem = Assert.Throws<RunException>(() =>
            new SampleEvaluation(Images(20), new Plain(null, null), new EvaluationSettings { Samples = 300, Reference = Reference(4) }, _store, CPU));
        Assert.Equal("the reference other.npz 12345678 has 4 features; expected 3, those of plain", problem.Message);
    }

    [Fact]
    public void Inception_judges_a_run_s_samples_and_its_own_reference_gives_the_same_distance()
    {
        var images = Images(20);
        EvaluationSettings settings = new() { Samples = 10, Features = FeatureChoice.Parse($"inception:{weights.File}") };
        using var evaluation = Evaluation(settings);
        var measured = evaluation.Of(Noise, Subject.Model);
        var frechet = measured.Single(m => m.Metric == "frechet");
        Assert.Matches("^Frechet distance; noise 1x4x4 [0-9a-f]{8}, 10 samples / 10 train, drawn; inception-2015-[0-9a-f]{8}, bilinear 299; ", frechet.Protocol.Text);
        Assert.Equal("score of class probabilities, 10 splits", measured.Single(m => m.Metric == "inception-score").Protocol.Method);
        Assert.Contains(evaluation.Cautions, caution => caution.StartsWith("the Frechet distance compares 10 samples in 2048 features: ", StringComparison.Ordinal));
        Assert.Contains(evaluation.Cautions, caution => caution.EndsWith("no number of theirs is called FID", StringComparison.Ordinal));

        ReferenceFile.Write(_folder["own.npz"], evaluation.OfTraining(), "{}");
        var own = ReferenceFile.Read(_folder["own.npz"]);
        Assert.Matches("^own.npz [0-9a-f]{8}$", own.Name);
        using var all = new InceptionFeatures(InceptionWeights.Read(weights.File, CPU), InceptionResizer.Bilinear, CPU, published: false);
        using var features = FeatureBatches.Of(images, 8, CPU, all.Features);
        var exact = FeatureMoments.Of(features);
        Assert.Equal(0, exact.Mean.Zip(own.Moments.Mean, (a, b) => Math.Abs(a - b)).Max(), tolerance: 1e-5);
        Assert.Equal(0, exact.Covariance.Zip(own.Moments.Covariance, (a, b) => Math.Abs(a - b)).Max(), tolerance: 1e-5);

        SampleEvaluation Evaluation(EvaluationSettings asked) =>
            new(images, asked.Features.Kind.Open(asked.Features.File, new JudgeRequest(images, CPU, null, null, null)), asked, _store, CPU);
    }

    [Fact]
    public void Statistics_are_written_to_the_last_bit_and_those_of_other_tools_are_read_packed()
    {
        var moments = new FeatureMoments(9, [0.1, -2], [1.0 / 3, 0.25, 0.25, 7]);
        ReferenceFile.Write(_folder["a.npz"], moments, "{}");
        var read = ReferenceFile.Read(_folder["a.npz"]);
        Assert.Equal(moments.Mean, read.Moments.Mean);
        Assert.Equal(moments.Covariance, read.Moments.Covariance);
        Assert.Null(read.Moments.Count);

        // numpy.savez_compressed, with an array more
        using (var plain = ZipFile.OpenRead(_folder["a.npz"]))
        using (var packed = new ZipArchive(File.Create(_folder["b.npz"]), ZipArchiveMode.Create))
        {
            foreach (var (from, to) in new[] { ("sigma", "sigma"), ("mu", "mu"), ("mu", "extra") })
            {
                using var source = plain.GetEntry(from + ".npy")!.Open();
                using var target = packed.CreateEntry(to + ".npy", CompressionLevel.SmallestSize).Open();
                source.CopyTo(target);
            }
        }

        Assert.Equal(moments.Covariance, ReferenceFile.Read(_folder["b.npz"]).Moments.Covariance);
    }

    [Fact]
    public void Files_that_are_no_statistics_are_told_in_a_line()
    {
        Assert.Equal("none.npz: no such file; expected the statistics of images, `mu` and `sigma` in a .npz file", Refused("none.npz"));

        NpzFile.Write(_folder["images.npz"], [("arr_0", NpyArray.Of([1L, 2]))], "{}");
        Assert.Equal($"{_folder["images.npz"]} has no `mu`; expected `mu` and `sigma`, found arr_0", Refused(_folder["images.npz"]));

        NpzFile.Write(_folder["flat.npz"], [("mu", NpyArray.Of([1.0, 2], 2)), ("sigma", NpyArray.Of([1.0, 2], 2))], "{}");
        Assert.Equal($"{_folder["flat.npz"]}: `mu` is [2] and `sigma` [2]; expected [d] and [d, d]", Refused(_folder["flat.npz"]));

        ReferenceFile.Write(_folder["nan.npz"], new FeatureMoments(2, [double.NaN], [1]), "{}");
        Assert.EndsWith("has values that are not finite", Refused(_folder["nan.npz"]));

        File.WriteAllText(_folder["text.npz"], "no archive");
        Assert.StartsWith($"{_folder["text.npz"]} cannot be read as the statistics of images: ", Refused(_folder["text.npz"]));
    }

    private static string Refused(string path) => Assert.Throws<ExportException>(() => ReferenceFile.Read(path)).Message;

    private static ReferenceMoments Reference(int features) => new(
        "other.npz 12345678",
        new FeatureMoments(null, new double[features], [.. Enumerable.Range(0, features * features).Select(i => i % (features + 1) == 0 ? 1.0 : 0)]));

    private static ImageSet Images(int count) => new(
        "noise", "train", 4, 1, [.. Enumerable.Range(0, count * 16).Select(i => (byte)new CounterRandom(3, "train").At(i))], new int[count], ["all"]);

    /// <summary>Three means of an image, and two classes.</summary>
    private sealed class Plain(string? distance, string? score) : ISampleJudge
    {
        public string Name => "plain";

        public int FeatureSize => 3;

        public bool KnowsClasses => true;

        public string? DistanceName => distance;

        public string? ScoreName => score;

        public string? Caution => null;

        public Tensor Features(Tensor images) => images.flatten(1).narrow(1, 0, 15).reshape(-1, 3, 5).mean([2]);

        public Tensor Probabilities(Tensor features) => features.narrow(1, 0, 2).softmax(1);

        public void Dispose()
        {
        }
    }
}
