using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Network = BigBiGan.Dsl.Layers.Network;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly EvaluationSettings Settings = new() { Samples = 60, TrainImages = 100, TestImages = 50, Batch = 32 };

    private readonly TemporaryFolder _cache = new();
    private readonly DataSource _data = Small();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Every_number_of_a_model_stands_beside_its_baselines_of_the_same_protocol()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator();
        var report = evaluator.MeasureBaselines(model, Source("running statistics")).And(evaluator.Measure(model, Source("running statistics")));

        Assert.All(report.Measurements.GroupBy(m => m.Metric), metric => Assert.Single(metric.Select(m => m.Protocol).Distinct()));
        Assert.Equal([Subject.Model, Subject.Untrained, Subject.Pixels], Subjects("probe"));
        Assert.Equal([Subject.Model, Subject.Untrained, Subject.Pixels], Subjects("knn5"));
        Assert.Equal([Subject.Model, Subject.Untrained, Subject.Real], Subjects("frechet"));
        Assert.Equal(report.Find("frechet", Subject.Model), report.Find("frechet", Subject.Untrained));
        Assert.True(report.Find("frechet", Subject.Real) < report.Find("frechet", Subject.Model) / 3);
        Assert.True(report.Find("probe", Subject.Pixels) > 0.4);
        Assert.Null(report.Find("probe", Subject.Real));

        IEnumerable<Subject> Subjects(string metric) => report.Measurements.Where(m => m.Metric == metric).Select(m => m.Subject).Order();
    }

    /// <summary>A folder's images stand class by class: halves in that order would be half of the classes each.</summary>
    [Fact]
    public void Real_images_that_stand_in_class_order_are_close_to_one_another()
    {
        int[] order = [.. Enumerable.Range(0, _data.Train.Count).OrderBy(i => _data.Train.Labels[i])];
        var pixels = order.SelectMany(i => _data.Train.Image(i).ToArray()).ToArray();
        var sorted = new ImageSet("sorted", "train", 32, 1, pixels, [.. order.Select(i => _data.Train.Labels[i])], _data.Train.ClassNames);
        using var model = new Model(1);
        var settings = Settings with { Samples = 65 }; // all of them
        using var evaluator = new Evaluator(new DataSource(sorted, _data.Test), Model.FactsOf(32), settings, CPU, cacheFolder: _cache.Path);
        using var mixed = new Evaluator(_data, Model.FactsOf(32), settings, CPU, cacheFolder: _cache.Path);
        var floor = mixed.MeasureBaselines(model, Source("running statistics")).Find("frechet", Subject.Real);
        Assert.InRange(evaluator.MeasureBaselines(model, Source("running statistics")).Find("frechet", Subject.Real)!.Value, 0, 3 * floor!.Value);
    }

    [Fact]
    public void Samples_that_cover_nothing_and_samples_too_few_are_told_in_words()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator();
        var report = evaluator.Measure(model, new SampleSource((_, count) => ones(count, 1, 32, 32), "running statistics", Ema: false))
            .And(evaluator.MeasureBaselines(model, Source("running statistics")));
        Assert.Equal("the samples cover nothing of the real images (coverage and recall are 0): G has collapsed or diverged, or has hardly been trained", report.Collapse);
        Assert.Equal(["the Frechet distance compares 60 samples in 128 features: with fewer samples than features it says little, and compares with no other number of samples"], evaluator.Cautions);

        var real = evaluator.Measure(model, new SampleSource((first, count) => _data.Train.ToTensor(first, count), "running statistics", Ema: false));
        Assert.Null(real.And(evaluator.MeasureBaselines(model, Source("running statistics"))).Collapse);
    }

    [Fact]
    public void Tables_know_every_metric_that_is_measured()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator();
        var measured = evaluator.Measure(model, Source("running statistics")).Measurements.Select(m => m.Metric).ToList();
        string[] onDemand = ["probe-top", "probe-crelu", "probe-crelu-top"]; // of more than ten classes, or where BN+CReLU is asked for
        Assert.Equal(MetricTable.All.Where(metric => !onDemand.Contains(metric.Id)), measured.Select(MetricTable.Of));
        Assert.Equal("linear probe top-5 accuracy", MetricTable.Of("probe-top5").TitleOf("probe-top5"));
        Assert.Equal("5-nearest-neighbour accuracy", MetricTable.Of("knn5").TitleOf("knn5"));
    }

    [Fact]
    public void Protocols_name_data_method_judge_and_generator()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator();
        var report = evaluator.Measure(model, Source("standing statistics of 100 batches", ema: true));
        var identity = _data.Identity[..8];
        Assert.Equal(
            $"linear probe on standardised features, L2 10 to 1E-06 chosen by 3 folds; fashion-mini 1x32x32 {identity}, 100 train / 50 test; E with standing statistics of 1 batches of 130, drawn",
            report.Measurements.Single(m => m.Metric == "probe").Protocol.Text);
        Assert.Matches(
            $"^Frechet distance; fashion-mini 1x32x32 {_data.Train.Identity[..8]}, 60 samples / 60 train, drawn; classes-2-[0-9a-f]{{8}}; G with standing statistics of 100 batches, EMA$",
            report.Measurements.Single(m => m.Metric == "frechet").Protocol.Text);

        var other = evaluator.Measure(model, Source("running statistics"));
        Assert.NotEqual(report.Measurements.Single(m => m.Metric == "frechet").Protocol.Id, other.Measurements.Single(m => m.Metric == "frechet").Protocol.Id);
        Assert.Equal(report.Measurements.Single(m => m.Metric == "probe").Protocol.Id, other.Measurements.Single(m => m.Metric == "probe").Protocol.Id);
    }

    [Fact]
    public void Measuring_repeats_exactly_restores_modes_and_leaves_no_tensor()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator();
        model.Networks[1].Network.eval();
        var first = evaluator.Measure(model, Source("running statistics"));
        var living = LivingTensors.Settled();
        Assert.Equal(first.Measurements, evaluator.Measure(model, Source("running statistics")).Measurements);
        Assert.Equal(living, Tensor.TotalCount);
        Assert.True(model.Networks[0].Network.training);
        Assert.False(model.Networks[1].Network.training);
        Assert.True(model.SawEvaluationMode);
    }

    [Fact]
    public void A_plain_GAN_is_judged_by_the_features_of_its_discriminator()
    {
        using var model = new Model(1, gan: true);
        using var evaluator = Evaluator();
        var report = evaluator.MeasureBaselines(model, Source("running statistics"));
        Assert.StartsWith("D with standing", report.Measurements.Single(m => m is { Metric: "probe", Subject: Subject.Untrained }).Protocol.Networks);
        Assert.NotNull(report.Find("probe", Subject.Pixels));
    }

    [Fact]
    public void A_larger_encoder_s_images_are_reduced_to_the_size_of_samples()
    {
        using var model = new Model(1);
        using var evaluator = Evaluator(imageSize: 16);
        var report = evaluator.Measure(model, new SampleSource((first, count) => Noise(first, count, 16), "running statistics", Ema: false));
        Assert.Contains("1x16x16", report.Measurements.Single(m => m.Metric == "frechet").Protocol.Text);
        Assert.Contains("1x32x32", report.Measurements.Single(m => m.Metric == "probe").Protocol.Text);
    }

    /// <summary>Every set of features is too large for this store.</summary>
    [Fact]
    public void Features_on_disk_give_the_numbers_of_features_in_memory_and_what_was_calculated_is_not_calculated_again()
    {
        using var model = new Model(1);
        using var memory = new FeatureStore(null, CPU);
        var expected = new RepresentationEvaluation(_data, Settings, memory, CPU).Of(model, Subject.Model);
        List<Measurement> found;
        using (var disk = new FeatureStore(_cache["features"], CPU, mostInMemory: 0))
        {
            found = new RepresentationEvaluation(_data, Settings, disk, CPU).Of(model, Subject.Model);
        }

        Assert.Single(Directory.GetFiles(_cache["features"])); // the numbers; the features went when they were written
        Assert.Equal(Value(expected, "knn5"), Value(found, "knn5"));
        Assert.Equal(Value(expected, "probe"), Value(found, "probe"), tolerance: 0.0201); // one of fifty test images
        Assert.StartsWith(
            "linear probe on standardised features, L2 10 to 1E-06 chosen by 3 folds, by passes over batches; fashion-mini",
            found.Single(m => m.Metric == "probe").Protocol.Text);
        Assert.Equal(expected.Single(m => m.Metric == "knn5").Protocol, found.Single(m => m.Metric == "knn5").Protocol);

        // the evaluation after one that was killed: nothing passes E again
        var before = model.Seen;
        using var again = new FeatureStore(_cache["features"], CPU, mostInMemory: 0);
        Assert.Equal(found, new RepresentationEvaluation(_data, Settings, again, CPU).Of(model, Subject.Model));
        Assert.Equal(0, model.Seen - before);

        // other weights, and other settings, are other numbers
        using var other = new Model(2);
        Assert.NotEqual(found, new RepresentationEvaluation(_data, Settings, again, CPU).Of(other, Subject.Model));
        new RepresentationEvaluation(_data, Settings with { Neighbours = 1 }, again, CPU).Of(model, Subject.Model);
        Assert.Equal(3, Directory.GetFiles(_cache["features"]).Length);
        again.Discard();
        Assert.False(Directory.Exists(_cache["features"]));

        static double Value(List<Measurement> all, string metric) => all.Single(m => m.Metric == metric).Value;
    }

    [Fact]
    public void Crops_and_both_sides_are_measured_where_they_are_asked_for_and_stand_in_the_protocol()
    {
        using var model = new Model(1);
        using var evaluator = new Evaluator(
            _data, Model.FactsOf(32), Settings with { ProbeCrops = 2, BatchNormCRelu = true }, CPU, cacheFolder: _cache.Path);
        var report = evaluator.Measure(model, Source("running statistics"));
        Assert.StartsWith("linear probe on standardised features of 2 random crops of each image, L2 ", Method("probe"));
        Assert.StartsWith("linear probe on standardised BN+CReLU features of 2 random crops of each image, L2 ", Method("probe-crelu"));
        Assert.InRange(report.Find("probe-crelu", Subject.Model)!.Value, 0.11, 1);

        // the neighbours are those of the images' centres
        using var plain = Evaluator();
        Assert.Equal(plain.Measure(model, Source("running statistics")).Find("knn5", Subject.Model), report.Find("knn5", Subject.Model));

        string Method(string metric) => report.Measurements.Single(m => m.Metric == metric).Protocol.Method;
    }

    [Fact]
    public void Pixels_that_are_too_many_for_memory_are_averaged_and_the_protocol_says_so()
    {
        using var model = new Model(1);
        var large = DataSource.Load("fashion-mini", 64, 1);
        var few = new DataSource(large.Train.Part(0, 60), large.Test.Part(0, 30));
        using var disk = new FeatureStore(_cache["features"], CPU, mostInMemory: 0);
        var measured = new RepresentationEvaluation(few, Settings, disk, CPU).OfPixels(model);
        Assert.All(measured, m => Assert.EndsWith("; pixels averaged to 32 px", m.Protocol.Text));
        using var memory = new FeatureStore(null, CPU);
        var reduced = new DataSource(few.Train.Reduced(32), few.Test.Reduced(32));
        var expected = new RepresentationEvaluation(reduced, Settings, memory, CPU).OfPixels(model);
        Assert.Equal(expected.Single(m => m.Metric == "knn5").Value, measured.Single(m => m.Metric == "knn5").Value);
    }

    [Fact]
    public void Samples_on_disk_give_the_numbers_of_samples_in_memory()
    {
        using var memory = new FeatureStore(null, CPU);
        using var disk = new FeatureStore(_cache["features"], CPU, mostInMemory: 0);
        var expected = Measured(memory);
        var found = Measured(disk);
        Assert.Equal(expected.Select(m => (m.Metric, m.Protocol)), found.Select(m => (m.Metric, m.Protocol)));
        Assert.All(expected.Zip(found), pair => Assert.Equal(1, (pair.Second.Value + 1) / (pair.First.Value + 1), tolerance: 1e-6));

        List<Measurement> Measured(FeatureStore store)
        {
            var judge = FeatureClassifier.LoadOrTrain(_data.Train, cacheFolder: _cache.Path);
            using var evaluation = new SampleEvaluation(_data.Train, judge, Settings, store, CPU);
            return [.. evaluation.Of(Source("running statistics"), Subject.Model), .. evaluation.OfReal(Source("running statistics"))];
        }
    }

    [Fact]
    public void Too_few_images_to_compare_with_are_refused()
    {
        var few = new DataSource(_data.Train.Part(0, 11), _data.Test);
        Assert.Contains("needs at least 12", Assert.Throws<DataSourceException>(() => new Evaluator(few, Model.FactsOf(32), Settings, CPU, cacheFolder: _cache.Path)).Message);
    }

    private static DataSource Small()
    {
        var whole = DataSource.Load("fashion-mini", 32, 1);
        return new DataSource(whole.Train.Part(0, 130), whole.Test.Part(0, 60));
    }

    private static SampleSource Source(string batchNorm, bool ema = false) => new((first, count) => Noise(first, count, 32), batchNorm, ema);

    private static Tensor Noise(int first, int count, int size) => cat([.. Enumerable.Range(first, count)
        .Select(i => new CounterRandom(1, "noise", i).Uniform(CPU, -1, 1, 1, 1, size, size))]);

    private Evaluator Evaluator(int imageSize = 32) => new(_data, Model.FactsOf(imageSize), Settings, CPU, cacheFolder: _cache.Path);

    /// <summary>An encoder of one linear layer.</summary>
    private sealed class Model : VariantModel, IInference
    {
        private readonly OneLayer _encoder;

        public Model(ulong seed, bool gan = false)
        {
            _encoder = new OneLayer(seed);
            Facts = gan ? FactsOf(32) with { Encoder = null } : FactsOf(32);
            Networks = [new("G", new OneLayer(seed)), new(gan ? "D" : "E", _encoder)];
        }

        public bool SawEvaluationMode { get; private set; }

        /// <summary>Images that passed E.</summary>
        public long Seen { get; private set; }

        public override VariantFacts Facts { get; }

        public override IReadOnlyList<NamedNetwork> Networks { get; }

        public static VariantFacts FactsOf(int imageSize) => TinyModel.Entry.Facts with { ImageSize = imageSize };

        public override Tensor SamplePrior(int count, CounterRandom random, Device device) => throw new NotSupportedException();

        public override IReadOnlyList<UpdatePhase> Updates => throw new NotSupportedException();

        public override Tensor Generate(Tensor z, Tensor? labels = null) => throw new NotSupportedException();

        public override Tensor Features(Tensor x)
        {
            SawEvaluationMode = !_encoder.training && !is_grad_enabled();
            Seen += x.shape[0];
            return _encoder.Forward(x);
        }

        public Tensor Infer(Tensor x) => Features(x);
    }

    private sealed class OneLayer : Network
    {
        private readonly Linear _map;

        public OneLayer(ulong seed)
            : base("one")
        {
            _map = Register("map", nn.Linear(1024, 12));
            using var noGrad = no_grad();
            _map.weight.copy_(new CounterRandom(seed, "init").Normal(CPU, 12, 1024));
            _map.bias!.zero_();
        }

        public Tensor Forward(Tensor x)
        {
            using var flat = x.flatten(1);
            return _map.forward(flat);
        }
    }
}
