using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop;

public sealed class CounterBatchesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyModel _model = new(TinyModel.Entry.Facts, 1);
    private readonly BatchReader _reader = new(TinyModel.Images().Train, 4, new Augmentation(true, 1));

    [Fact]
    public void A_batch_is_a_function_of_its_phase_alone()
    {
        using var inOrder = new CounterBatches(_model, _reader, null, 4, 6, CPU);
        using var anyOrder = new CounterBatches(_model, _reader, null, 4, 6, CPU);
        var expected = Enumerable.Range(0, 5).Select(phase => Text(inOrder.Draw(phase))).ToArray();
        foreach (var phase in new[] { 3, 1, 4, 4, 0, 2 })
        {
            Assert.Equal(expected[phase], Text(anyOrder.Draw(phase)));
        }

        Assert.Equal(5, expected.Distinct().Count());
    }

    [Fact]
    public void Images_latents_and_noise_have_their_own_counters()
    {
        using var batches = new CounterBatches(_model, _reader, null, 4, 6, CPU);
        var batch = batches.Draw(7);
        Assert.Equal(Text(_reader.Draw(42, 6)), Text(batch.X));
        Assert.Equal(Text(new CounterRandom(4, "prior", 7).Normal(CPU, 6, 3)), Text(batch.Z));
        Assert.Equal(Text(new CounterRandom(4, "noise", 7).Normal(CPU, 6, 3)), Text(batch.Noise!));
    }

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    private static string Text(StepInput batch) => $"{Text(batch.X)}|{Text(batch.Z)}|{Text(batch.Noise!)}";

    private static string Text(Tensor tensor) => string.Join(' ', tensor.data<float>().ToArray());
}
