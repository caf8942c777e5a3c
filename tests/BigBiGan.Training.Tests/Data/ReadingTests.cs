using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Tests.Data;

/// <summary>How images are read changes no batch: by how many threads, and what stays in memory.</summary>
public sealed class ReadingTests
{
    private const int Size = 4;
    private const int Count = 20;

    [Fact]
    public void Images_that_were_read_once_are_kept_as_far_as_there_is_room()
    {
        var drawn = new CountedPixels();
        using var cache = new CachedPixels(drawn, Size * Size, most: (12 * Size * Size) + 5);
        Assert.Equal(12, cache.Kept);
        var image = new byte[Size * Size];
        for (var epoch = 0; epoch < 3; epoch++)
        {
            for (var i = Count - 1; i >= 0; i--)
            {
                cache.Read(i, PictureFrame.Centre, image);
                Assert.All(image, value => Assert.Equal(i, value));
            }
        }

        Assert.Equal(Count + (2 * (Count - 12)), drawn.Reads);
    }

    [Fact]
    public void Any_number_of_threads_draws_the_same_batches()
    {
        var set = new ImageSet("set", "train", Size, 1, new CountedPixels(), new int[Count], ["a"], () => "known");
        var one = new BatchReader(set, 3, new Augmentation(Flip: true, Shift: 1));
        one.DecodeBy(1, 7);
        foreach (var workers in new int?[] { 2, 5, null })
        {
            var some = new BatchReader(set, 3, new Augmentation(Flip: true, Shift: 1));
            some.DecodeBy(workers, 7);
            Assert.Equal(workers ?? some.Workers, some.Workers);
            using var expected = one.Draw(30, 7);
            using var found = some.Draw(30, 7);
            Assert.True(expected.equal(found).all().item<bool>());
        }
    }

    /// <summary>Draws whose time is known: one that sleeps gains nothing by company, one that shares its work does.</summary>
    [Fact]
    public void As_many_threads_decode_as_are_of_use()
    {
        Assert.Equal(1, WorkerTrial.Best(8, _ => Slept(20, images: 1)));
        Assert.Equal(4, WorkerTrial.Best(8, workers => Slept(20, images: Math.Min(workers, 4))));
        Assert.Equal(6, WorkerTrial.Best(6, workers => Slept(20, images: workers)));
    }

    [Fact]
    public void A_stream_says_how_long_it_was_waited_for()
    {
        using var slow = new BatchStream(_ => Slept(30, TorchSharp.torch.zeros(1)), 0, 1, ahead: 1);
        slow.Next().Dispose();
        slow.Next().Dispose();
        Assert.InRange(slow.Waited.TotalMilliseconds, 40, 10_000);

        using var quick = new BatchStream(_ => TorchSharp.torch.zeros(1), 0, 1, ahead: 4);
        Thread.Sleep(200);
        quick.Next().Dispose();
        Assert.Equal(TimeSpan.Zero, quick.Waited);
    }

    private static T Slept<T>(int milliseconds, T images)
    {
        Thread.Sleep(milliseconds);
        return images;
    }

    /// <summary>Image i is i throughout.</summary>
    private sealed class CountedPixels : IPixels
    {
        private int _reads;

        public int Reads => _reads;

        public int Count => ReadingTests.Count;

        public bool IsInMemory => false;

        public PlanarPicture Whole(int index, PictureShape shape) => throw new NotSupportedException();

        public void Read(int index, PictureFrame frame, Span<byte> result)
        {
            Interlocked.Increment(ref _reads);
            result.Fill((byte)index);
        }
    }
}
