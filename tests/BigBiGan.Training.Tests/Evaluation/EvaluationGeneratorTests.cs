using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class EvaluationGeneratorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyModel _model = new(TinyModel.Entry.Facts, 1);

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void A_sample_does_not_depend_on_the_batches_it_is_drawn_in()
    {
        using var generator = new EvaluationGenerator(_model, null, seed: 7, CPU);
        var whole = generator.Draw(0, 10);
        Assert.True(allclose(whole, cat([generator.Draw(0, 3), generator.Draw(3, 7)]), rtol: 1e-5, atol: 1e-6));
        Assert.Equal(10, Rows(whole).Select(row => row[0]).Distinct().Count());
    }

    [Fact]
    public void Another_seed_gives_other_samples()
    {
        using var one = new EvaluationGenerator(_model, null, seed: 7, CPU);
        using var other = new EvaluationGenerator(_model, null, seed: 8, CPU);
        Assert.NotEqual(Rows(one.Draw(0, 2)), Rows(other.Draw(0, 2)));
    }

    [Fact]
    public void Averaged_weights_draw_and_leave_again()
    {
        var network = _model.Networks[0].Network;
        using var ema = new Ema(network, 0.9);
        using (no_grad())
        {
            foreach (var parameter in network.parameters())
            {
                parameter.mul_(3);
            }
        }

        var trained = network.parameters().First().detach().clone();
        using (var generator = new EvaluationGenerator(_model, ema, seed: 7, CPU))
        {
            using var plain = new TinyModel(TinyModel.Entry.Facts, 1);
            using var expected = new EvaluationGenerator(plain, null, seed: 7, CPU);
            Assert.Equal(Rows(expected.Draw(0, 4)), Rows(generator.Draw(0, 4)));
        }

        Assert.Equal(trained.data<float>().ToArray(), network.parameters().First().detach().data<float>().ToArray());
        Assert.True(network.training);
    }

    [Fact]
    public void Trained_and_untrained_samples_share_a_protocol()
    {
        using var ema = new Ema(_model.Networks[0].Network, 0.9);
        SampleSource trained, untrained;
        using (var generator = new EvaluationGenerator(_model, ema, seed: 7, CPU))
        {
            trained = generator.Source;
        }

        using (var generator = new EvaluationGenerator(_model, null, seed: 7, CPU))
        {
            untrained = generator.Source;
        }

        Assert.Equal((trained.BatchNorm, trained.Ema), (untrained.BatchNorm, untrained.Ema));
    }

    [Fact]
    public void Fewer_batches_of_statistics_are_another_protocol()
    {
        using var usual = new EvaluationGenerator(_model, null, seed: 7, CPU);
        using var few = new EvaluationGenerator(_model, null, seed: 7, CPU, batches: 3);
        Assert.Equal("standing statistics of 100 batches of 64", usual.BatchNorm);
        Assert.Equal("standing statistics of 3 batches of 64", few.Source.BatchNorm);
    }

    private static float[][] Rows(Tensor images) => [.. images.flatten(1).contiguous().data<float>().ToArray().Chunk(16)];
}
