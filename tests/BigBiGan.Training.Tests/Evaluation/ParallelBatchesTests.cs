using BigBiGan.Training.Evaluation.Sampling;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class ParallelBatchesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_made_comes_in_the_order_of_the_batches(int threads)
    {
        var taken = new List<(int, int)>();
        new ParallelBatches<int>(threads, batch =>
        {
            Thread.Sleep(batch % 3); // later ones are often done first
            return batch * batch;
        }).Each([.. Enumerable.Range(5, 40)], (batch, made) => taken.Add((batch, made)));
        Assert.Equal(Enumerable.Range(5, 40).Select(batch => (batch, batch * batch)), taken);
    }

    /// <summary>The first batch makes kernels that no two threads may make at once.</summary>
    [Fact]
    public void Batches_are_calculated_at_once_after_the_first()
    {
        using var meeting = new Barrier(3);
        var first = 0;
        var batches = new ParallelBatches<int>(3, batch =>
        {
            if (batch == 0)
            {
                Thread.Sleep(50);
                return Interlocked.Increment(ref first);
            }

            Assert.Equal(1, Volatile.Read(ref first));
            Assert.True(meeting.SignalAndWait(Patience));
            return Environment.CurrentManagedThreadId;
        });
        var threads = new HashSet<int>();
        batches.Each([0], (_, _) => { });
        batches.Each([1, 2, 3], (_, thread) => threads.Add(thread));
        Assert.Equal(3, threads.Count);
        Assert.Contains(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public void Each_thread_calculates_without_gradients_and_by_as_many_threads_as_the_callers()
    {
        var settings = new List<(bool, int)>();
        new ParallelBatches<(bool, int)>(3, batch =>
        {
            Thread.Sleep(5);
            return (is_grad_enabled(), get_num_threads());
        }).Each([.. Enumerable.Range(0, 12)], (_, made) => settings.Add(made));
        Assert.Equal([(false, get_num_threads())], settings.Distinct());
        Assert.True(is_grad_enabled());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_fails_in_a_thread_ends_the_work_and_is_thrown_as_it_is(int threads)
    {
        var taken = new List<int>();
        var batches = new ParallelBatches<int>(threads, batch => batch < 7 ? batch : throw new OperationCanceledException($"batch {batch}"));
        Assert.StartsWith("batch ", Assert.Throws<OperationCanceledException>(() => batches.Each([.. Enumerable.Range(0, 1000)], (_, made) => taken.Add(made))).Message);
        Assert.Equal(Enumerable.Range(0, taken.Count), taken);
        Assert.InRange(taken.Count, 1, 7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_fails_where_results_are_taken_ends_the_work_too(int threads)
    {
        var taken = 0;
        var batches = new ParallelBatches<int>(threads, batch => batch);
        Assert.Equal("full", Assert.Throws<IOException>(() => batches.Each(
            [.. Enumerable.Range(0, 1000)], (batch, _) => taken = batch < 4 ? batch : throw new IOException("full"))).Message);
        Assert.Equal(3, taken);
    }

    [Fact]
    public void No_more_results_than_threads_are_in_memory()
    {
        var (made, most) = (0, 0);
        new ParallelBatches<int>(3, batch =>
        {
            Thread.Sleep(batch == 1 ? 200 : 0); // all others wait for it
            return Interlocked.Increment(ref made);
        }).Each([.. Enumerable.Range(0, 50)], (_, _) =>
        {
            most = Math.Max(most, Volatile.Read(ref made));
            Interlocked.Decrement(ref made);
        });
        Assert.InRange(most, 1, 3);
    }
}
