using BigBiGan.Dsl.Replicas;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Dsl.Replicas.Nccl;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Replicas;

/// <summary>Without a card: what is asked of NCCL, of a library of the same functions.</summary>
public sealed class NcclReplicasTests
{
    [Fact]
    public void Everyone_gathers_the_same_by_rank()
    {
        Together(seat =>
        {
            using var own = tensor(new float[,] { { seat.Rank, 1, 2 }, { 3, 4, 5 } });
            using var turned = own.t(); // it does not lie in its own order
            using var gathered = seat.Gather(turned);

            Assert.Equal([2, 3, 2], gathered.shape);
            Assert.Equal([0f, 3, 1, 4, 2, 5, 1, 3, 1, 4, 2, 5], gathered.data<float>().ToArray());
        });
    }

    [Fact]
    public void Averages_of_all_tensors_are_one_operation_whatever_their_order_in_memory()
    {
        Together(seat =>
        {
            using var plain = full([5], 1f + seat.Rank);
            using var number = tensor(10.0 * seat.Rank);
            using var rows = tensor(new float[,] { { 0, 1 }, { 2, 3 } }) + (2 * seat.Rank);
            using var turned = rows.t();

            seat.Average([plain, number, turned]);

            Assert.Equal([1.5f, 1.5f, 1.5f, 1.5f, 1.5f], plain.data<float>().ToArray());
            Assert.Equal(5.0, number.item<double>());
            Assert.Equal([1f, 2, 3, 4], rows.data<float>().ToArray());
        });

        Assert.Equal((2 * 3, 2), NcclStandIn.Seen); // both ranks three, in one group each
    }

    [Fact]
    public void Gradients_go_on_their_way_while_others_are_made_and_libtorch_waits_for_them_at_the_end_alone()
    {
        Together(seat =>
        {
            using var scope = NewDisposeScope();
            var (first, second) = (zeros(5).requires_grad_(), zeros(9 << 20).requires_grad_()); // the second fills a bucket
            seat.Expect([first, second]);
            CudaDriverStandIn.Asked.Clear();
            second.mul(1f + seat.Rank).sum().backward();
            seat.Progress();
            string[] begun = ["101 in 0", "77 waits for 101", "group"];
            Assert.Equal(begun, CudaDriverStandIn.Asked);
            first.mul(10f * seat.Rank).sum().backward();
            seat.Progress(); // another bucket that is not full
            var number = tensor(4f * seat.Rank);
            seat.Average([first.grad!, second.grad!, number]);

            Assert.Equal([.. begun, .. begun, "102 in 77", "0 waits for 102"], CudaDriverStandIn.Asked);
            Assert.Equal([5f, 5, 5, 5, 5], first.grad!.data<float>().ToArray());
            Assert.Equal((1.5f, 1.5f), (second.grad!.min().item<float>(), second.grad!.max().item<float>()));
            Assert.Equal(2, number.item<float>());
        });
    }

    [Fact]
    public void What_is_gathered_waits_for_libtorch_and_libtorch_for_it()
    {
        Together(seat =>
        {
            using var own = ones(2);
            CudaDriverStandIn.Asked.Clear();
            using var gathered = seat.Gather(own);

            Assert.Equal(["101 in 0", "77 waits for 101", "102 in 77", "0 waits for 102"], CudaDriverStandIn.Asked);
        });
    }

    [Fact]
    public void Everyone_has_what_rank_0_has_after_a_broadcast_and_goes_on_as_it_says()
    {
        Together(seat =>
        {
            using var step = tensor(seat.Rank == 0 ? 7L : 0);
            using var weights = full([3], 10f + seat.Rank);

            seat.Broadcast([step, weights]);

            Assert.Equal(7, step.item<long>());
            Assert.Equal([10f, 10, 10], weights.data<float>().ToArray());
            Assert.Equal(ReplicaTurn.Step, seat.Next(seat.Rank == 0 ? ReplicaTurn.Step : ReplicaTurn.End));
            Assert.Equal(ReplicaTurn.End, seat.Next(seat.Rank == 0 ? ReplicaTurn.End : ReplicaTurn.Step));
        });
    }

    [Fact]
    public void What_fails_in_a_backward_pass_is_said_by_the_average_after_it()
    {
        Together(
            seat =>
            {
                using var own = ones(2);
                using var gathered = seat.Gather(own);

                var problem = Assert.Throws<ReplicaException>(() => seat.Average([own]));
                Assert.Equal("ncclAllGather failed with 6: remote process exited (NCCL_DEBUG=INFO tells more)", problem.Message);
            },
            failure: 6);
    }

    [Fact]
    public void A_library_without_the_mean_is_refused() => Assert.Equal(
        "NCCL has the version 20906; cards need 21000 or newer",
        Assert.Throws<ReplicaException>(() => NcclStandIn.Load(20_906)).Message);

    [Fact]
    public void Where_there_is_none_its_name_is_told() => Assert.Equal(
        "the ranks of --device cuda talk by NCCL, and libnccl.so.2 cannot be loaded; a PyTorch with CUDA brings it, and LD_LIBRARY_PATH may name its folder",
        Assert.Throws<ReplicaException>(NcclLibrary.Load).Message);

    [Fact]
    public void Where_there_is_no_driver_its_library_is_told() => Assert.Equal(
        "the ranks of --device cuda need the driver of their cards, and libcuda.so.1 cannot be loaded; install NVIDIA's driver on every host",
        Assert.Throws<ReplicaException>(SideStream.Create).Message);

    [Fact]
    public void An_id_is_128_bytes_and_comes_back_from_its_text()
    {
        var id = NcclStandIn.Load().NewId();

        Assert.Equal(256, id.ToString().Length);
        Assert.StartsWith("0102030405", id.ToString(), StringComparison.Ordinal);
        Assert.Equal(id.ToString(), NcclId.Parse(id.ToString()).ToString());
    }

    /// <summary>A rank sees its own card alone, as the first one.</summary>
    [Theory]
    [InlineData(null, 3, "3")]
    [InlineData("4,5,6,7", 2, "6")]
    [InlineData("GPU-a, GPU-b", 1, "GPU-b")]
    [InlineData("5", 3, "5")] // the launcher gave each rank one
    [InlineData("0,1", 2, "")] // more ranks than cards
    public void A_rank_takes_the_card_of_its_number_on_its_host(string? visible, int rank, string card) => Assert.Equal(card, RankCard.Of(visible, rank));

    private static void Together(Action<Collective> work, int failure = 0)
    {
        var library = NcclStandIn.Load(failure: failure);
        var id = library.NewId();
        Seats.Together(new LocalReplicas(2), seat => work(new NcclReplicas(library, id, seat, CudaDriverStandIn.Load)));
    }
}
