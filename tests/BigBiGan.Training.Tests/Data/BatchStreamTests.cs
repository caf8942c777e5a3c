using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Data;

public sealed class BatchStreamTests : IDisposable
{
    private const int Count = 7;

    private static readonly Augmentation[] Augmentations =
        [Augmentation.None, new(Flip: true, Shift: 0), new(Flip: true, Shift: 2), new(Flip: true, Shift: 1, new CropFacts(0.3, 1, 0.75, 1.33))];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ImageSet _images = new("set", "train", 6, 2, [.. Enumerable.Range(0, Count * 2 * 6 * 6).Select(i => (byte)((i * 73) % 251))], new int[Count], ["a"]);

    public void Dispose() => _scope.Dispose();

    /// <summary>Two hundred cases drawn by counter: resume points up to the hundredth epoch, batches larger than the set, depths of 1 to 8.</summary>
    [Fact]
    public void Whatever_depth_batch_and_resume_point_a_stream_gives_the_batches_of_the_plain_form()
    {
        for (var example = 0; example < 200; example++)
        {
            using var one = NewDisposeScope();
            var random = new CounterRandom(5, "examples", example);
            int Below(int index, int end) => (int)(random.UnitAt(index) * end);
            var (ahead, count, first, augmentation) = (1 + Below(0, 8), 1 + Below(1, 3 * Count), Below(2, 100 * Count), Augmentations[Below(3, 4)]);
            var plain = new BatchReader(_images, (ulong)example, augmentation);
            using var stream = new BatchReader(_images, (ulong)example, augmentation).Stream(first, count, CPU, ahead);
            for (var taken = Below(4, 12); taken > 0; taken--)
            {
                var expected = plain.Draw(stream.NextIndex, count);
                Assert.True(expected.bytes.SequenceEqual(stream.Next().bytes), $"ahead {ahead}, count {count}, from {first}, {augmentation}");
            }
        }
    }

    [Fact]
    public void A_stream_says_which_draw_comes_next()
    {
        using var stream = new BatchReader(_images, 3, Augmentation.None).Stream(12, 5);
        Assert.Equal(12, stream.NextIndex);
        stream.Next();
        stream.Next();
        Assert.Equal(22, stream.NextIndex);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_failure_in_the_background_reaches_the_consumer_unchanged_after_the_good_batches(int ahead)
    {
        var failure = new DataSourceException("disk gone");
        using var stream = new BatchStream(index => index < 2 ? zeros(1) : throw failure, 0, 1, ahead);
        stream.Next();
        stream.Next();
        Assert.Same(failure, Assert.Throws<DataSourceException>(() => stream.Next()));
        Assert.Same(failure, Assert.Throws<DataSourceException>(() => stream.Next()));
        Assert.Equal(2, stream.NextIndex);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_stream_draws_no_more_than_one_batch_beyond_its_depth_and_ends_at_once(int ahead)
    {
        var drawn = 0;
        var stream = new BatchStream(
            _ =>
            {
                Interlocked.Increment(ref drawn);
                return zeros(1);
            },
            0,
            1,
            ahead);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref drawn) == ahead + 1, TimeSpan.FromSeconds(10)));
        await Task.Delay(50);
        Assert.Equal(ahead + 1, Volatile.Read(ref drawn));
        await Task.Run(stream.Dispose).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_stream_leaves_no_tensor_behind()
    {
        var before = LivingTensors.Settled();
        var reader = new BatchReader(_images, 3, Augmentation.None);
        for (var taken = 0; taken < 20; taken++)
        {
            using var own = NewDisposeScope();
            using var stream = reader.Stream(0, 5, ahead: 3);
            for (var i = 0; i < taken; i++)
            {
                stream.Next();
            }
        }

        using (var failing = new BatchStream(index => index < 2 ? zeros(1) : throw new IOException("disk gone"), 0, 1, ahead: 5))
        {
            failing.Next().Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_batch_belongs_to_the_scope_of_its_consumer()
    {
        using var stream = new BatchReader(_images, 3, Augmentation.None).Stream(0, 5);
        Tensor batch;
        using (NewDisposeScope())
        {
            batch = stream.Next();
        }

        Assert.True(batch.IsInvalid);
    }
}
