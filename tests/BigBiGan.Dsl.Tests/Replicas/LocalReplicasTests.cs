using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Replicas;

public sealed class LocalReplicasTests
{
    private const int Rounds = 200;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Everyone_gathers_the_same_by_rank(int count)
    {
        var all = new LocalReplicas(count);
        Seats.Together(all, seat =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                using var scope = NewDisposeScope();
                using var own = tensor(new double[] { round, seat.Rank });
                var gathered = seat.Gather(own);
                Assert.Equal([count, 2], gathered.shape);
                Assert.Equal(Enumerable.Range(0, count).SelectMany(rank => new double[] { round, rank }), gathered.data<double>().ToArray());
            }
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Averages_are_the_same_bits_everywhere_whoever_sums_them(int count)
    {
        var all = new LocalReplicas(count);
        long[][] shapes = [[], [3], [300, 70], [1, 40000], [40000]];
        var results = new float[count][];
        Seats.Together(all, seat =>
        {
            using var scope = NewDisposeScope();
            var own = shapes.Select(shape => arange(shape.Aggregate(1L, (a, b) => a * b), float32).reshape(shape).sin().mul(tensor(seat.Rank + 1f))).ToArray();
            seat.Average(own);
            results[seat.Rank] = [.. own.SelectMany(t => t.data<float>().ToArray())];
        });

        var factor = (1 + count) / 2.0; // the mean of 1 to count
        var expected = shapes.SelectMany(shape => Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => Math.Sin(i) * factor)).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.All(expected.Zip(results[0]), pair => Assert.Equal(pair.First, pair.Second, 2e-4 * factor));
    }

    [Fact]
    public void Everyone_has_what_rank_0_has_after_a_broadcast()
    {
        var all = new LocalReplicas(3);
        Seats.Together(all, seat =>
        {
            using var own = full([4], 10.0 + seat.Rank);
            seat.Broadcast([own]);
            Assert.Equal([10f, 10, 10, 10], own.to(float32).data<float>().ToArray());
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_replicas_share_is_one_memory_and_each_tensor_of_it_has_one_owner(int count)
    {
        var all = new LocalReplicas(count);
        long[] sizes = [5, 60, 1, 20, 30, 10];
        var owners = new int[sizes.Length];
        Seats.Together(all, seat =>
        {
            var own = sizes.Select(size => full([size], 10.0 + seat.Rank, float64)).ToList();
            seat.Share(own);
            Assert.All(own, tensor => Assert.Equal(10, tensor[0].item<double>()));
            seat.Changed(); // all have looked
            var owned = seat.Owned(own);
            Assert.InRange(owned.Sum(i => sizes[i]), 1, (126 / count) + 30); // no replica has much more than its share
            foreach (var i in owned)
            {
                Interlocked.Increment(ref owners[i]);
                own[i].fill_(i);
            }

            seat.Changed();
            Assert.Equal(sizes.Select((_, i) => (double)i), own.Select(tensor => tensor[-1].item<double>()));
            seat.Changed(); // all have looked
            own.ForEach(tensor => tensor.Dispose());
        });
        Assert.All(owners, owner => Assert.Equal(1, owner));
    }

    [Fact]
    public void Rank_0_decides_whether_there_is_one_more_step()
    {
        var all = new LocalReplicas(3);
        Seats.Together(all, seat =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                Assert.Equal((ReplicaTurn)(i % 3), seat.Next(seat.Rank == 0 ? (ReplicaTurn)(i % 3) : ReplicaTurn.End));
            }
        });
    }

    [Fact]
    public void A_replica_that_fails_releases_those_that_wait_and_gathering_never_throws()
    {
        var all = new LocalReplicas(3);
        var told = new Exception?[3];
        Seats.Together(all, seat =>
        {
            if (seat.Rank == 1)
            {
                all.Fail(new IOException("the disk is gone"));
                return;
            }

            using var own = ones(2);
            using var gathered = seat.Gather(own); // in a backward pass an exception would end the process
            Assert.Equal([3, 2], gathered.shape);
            told[seat.Rank] = Assert.Throws<ReplicaException>(() => seat.Average([own])).InnerException;
        });
        Assert.All([told[0], told[2]], cause => Assert.Equal("the disk is gone", cause!.Message));
    }
}
