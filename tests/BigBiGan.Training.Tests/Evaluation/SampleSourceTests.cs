using BigBiGan.Training.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class SampleSourceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TinyModel model = new(TinyModel.Entry.Facts, 1);

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void A_sample_does_not_depend_on_the_batches_it_is_drawn_in()
    {
        foreach (var named in model.Networks)
        {
            named.Network.eval();
        }

        var source = SampleSource.OfPrior(model, seed: 7, CPU, "running statistics", ema: false);
        var whole = source.Draw(0, 10).detach();
        Assert.True(allclose(whole, cat([source.Draw(0, 3), source.Draw(3, 7)]), rtol: 1e-5, atol: 1e-6));
        Assert.False(allclose(whole, SampleSource.OfPrior(model, seed: 8, CPU, "running statistics", ema: false).Draw(0, 10)));
        Assert.Equal(10, whole.flatten(1).data<float>().ToArray().Chunk(16).Select(row => row[0]).Distinct().Count());
    }
}
