using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

public sealed class BatchMomentsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly BatchNorm _norm = new(3, 1e-4) { Momentum = 1 };
    private readonly BatchNorm _other = new(2, 1e-4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void They_are_those_of_the_batch_and_leave_the_running_ones_alone()
    {
        var x = Batch(0);
        var expected = _norm.Forward(x);
        var (mean, variance) = (_norm.Running.Mean.clone(), _norm.Running.Variance.clone());
        _norm.Running.Mean.zero_();
        using (var moments = new BatchMoments([_norm, _other]))
        {
            Assert.Equal(Values(expected), Values(_norm.Forward(x)));
            Assert.Equal(Values(mean), Values(moments[_norm].Mean));
            Assert.Equal(Values(variance), Values(moments[_norm].Variance));
            Assert.Equal([1f, 1f], Values(moments[_other].Variance)); // which the batch did not pass
            _norm.eval();
            Assert.Equal(Values(x / (variance.view(1, 3, 1, 1) + 1e-4).sqrt()), Values(_norm.Forward(x)), (a, b) => Math.Abs(a - b) < 1e-5);
            _norm.train();
        }

        Assert.Equal([0f, 0f, 0f], Values(_norm.Running.Mean));
        _norm.Forward(x);
        Assert.Equal(Values(mean), Values(_norm.Running.Mean));
    }

    [Fact]
    public void Each_thread_has_its_own()
    {
        var expected = Enumerable.Range(0, 3).Select(Moments).ToArray();
        var found = new float[3][];
        using var meeting = new Barrier(3);
        var threads = Enumerable.Range(0, 3).Select(i => new Thread(() =>
        {
            meeting.SignalAndWait();
            found[i] = Moments(i);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(expected, found);
        Assert.Equal([0f, 0f, 0f], Values(_norm.Running.Mean));
    }

    private float[] Moments(int batch)
    {
        using var scope = NewDisposeScope();
        using var moments = new BatchMoments([_norm]);
        _norm.Forward(Batch(batch));
        return [.. Values(moments[_norm].Mean), .. Values(moments[_norm].Variance)];
    }

    private static Tensor Batch(int index) => new CounterRandom(3, "batch", index).Normal(CPU, 6, 3, 4, 4) + index;

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
