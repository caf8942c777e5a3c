using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Evaluation.Sampling;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class EvaluationFeaturesTests
{
    [Fact]
    public void The_state_to_be_judged_in_gives_the_judged_features_of_the_training_images()
    {
        using var scope = NewDisposeScope();
        using var model = new TinyModel(TinyModel.Entry.Facts, 1);
        var images = TinyModel.Images().Train;
        var expected = EvaluationFeatures.Of(model, images, CPU);
        using (EvaluationFeatures.Standing(model, images, CPU))
        {
            var found = model.Features(images.ToTensor(0, images.Count));
            Assert.True(allclose(expected, found, rtol: 1e-5, atol: 1e-6)); // where a tensor lies in memory decides the last bit
            Assert.False(model.Networks.Single(named => named.Role == "E").Network.training);
        }

        Assert.True(model.Networks.Single(named => named.Role == "E").Network.training);
    }

    /// <summary>A folder's images stand class by class: a batch of one class has the statistics of nothing that E sees.</summary>
    [Fact]
    public void The_statistics_are_of_images_drawn_from_all_classes()
    {
        using var scope = NewDisposeScope();
        using var model = new Normed();
        var images = new ImageSet("set", "train", 1, 1, [.. Enumerable.Range(0, 1000).Select(i => (byte)(i < 500 ? 0 : 255))], new int[1000], ["a"]);
        using (EvaluationFeatures.Standing(model, images, CPU))
        {
            var (mean, variance) = (model.State("running_mean"), model.State("running_var"));
            Assert.InRange(mean, -0.05, 0.05);
            Assert.InRange(variance, 0.95, 1.05); // of a batch in stored order: 0
            Assert.Equal(1 / Math.Sqrt(variance), model.Infer(ones(1, 1, 1, 1)).item<float>(), tolerance: 0.1);
        }

        Assert.Equal(0, model.State("running_mean"));
        Assert.Equal("standing statistics of 4 batches of 250, drawn", EvaluationFeatures.Describe(images));
        Assert.Equal("standing statistics of 3 batches of 250, drawn", EvaluationFeatures.Describe(images, most: 3));
        Assert.True(EvaluationFeatures.NeedsImages(model));
    }

    [Fact]
    public void Statistics_which_take_minutes_of_large_images_say_how_far_they_are()
    {
        using var scope = NewDisposeScope();
        using var model = new TinyModel(TinyModel.Entry.Facts, 51); // whose statistics no other test has taken
        var told = new List<string>();
        Action<int, int> Work(string what) => (done, total) => told.Add($"{what}: {done} of {total}");
        EvaluationFeatures.Standing(model, TinyModel.Images().Train, CPU, work: Work).Dispose();
        new EvaluationGenerator(model, null, 1, CPU, work: Work).Dispose();
        Assert.Equal(["standing statistics of E, batches: 1 of 1", "standing statistics of G, batches: 1 of 100"], told.Take(2));
        Assert.Equal("standing statistics of G, batches: 100 of 100", told[^1]);
    }

    /// <summary>An encoder whose only batch norm lies in its head, behind the features.</summary>
    private sealed class Normed : VariantModel, IInference
    {
        private readonly BatchNorm _head = new(1, 1e-4);

        public override VariantFacts Facts => TinyModel.Entry.Facts;

        public override IReadOnlyList<NamedNetwork> Networks => [new("E", _head)];

        public override IReadOnlyList<UpdatePhase> Updates => throw new NotSupportedException();

        public double State(string buffer) => _head.named_buffers().Single(b => b.name == buffer).buffer.item<float>();

        public override Tensor SamplePrior(int count, CounterRandom random, Device device) => throw new NotSupportedException();

        public override Tensor Generate(Tensor z, Tensor? labels = null) => throw new NotSupportedException();

        public override Tensor Features(Tensor x) => x.flatten(1);

        public Tensor Infer(Tensor x) => _head.Forward(Features(x));
    }
}
