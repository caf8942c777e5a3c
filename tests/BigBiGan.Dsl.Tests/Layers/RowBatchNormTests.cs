using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Dsl.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

/// <summary>Batch norm over memory against libtorch's, whose gradients are libtorch's own.</summary>
public class RowBatchNormTests
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>Whole vectors of channels, some over, fewer positions than a block and more, no picture at all.</summary>
    public static TheoryData<long[]> Shapes => new()
    {
        new long[] { 4, 16, 5, 3 }, new long[] { 2, 19, 4, 4 }, new long[] { 3, 8, 40, 41 }, new long[] { 2, 300, 6, 6 }, new long[] { 9, 33 }, new long[] { 7, 24, 1, 1 }, new long[] { 5, 16, 1, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_batch_is_normalised_as_by_libtorch_and_has_the_same_gradients(long[] shape)
    {
        using var scope = NewDisposeScope();
        foreach (var rectified in new[] { false, true })
        {
            var (x, g) = (Rows("x", shape), Rows("g", shape));
            var (rows, operations) = (Leaf(x), Leaf(x));
            var (weight, bias) = (Parameter("w", shape[1]), Parameter("b", shape[1]));
            var (weightThere, biasThere) = (Parameter("w", shape[1]), Parameter("b", shape[1]));
            var (settings, settingsThere) = (Settings(shape[1]), Settings(shape[1]));
            Assert.True(RowBatchNorm.Takes(rows));

            var made = RowBatchNorm.Apply(rows, weight, bias, settings, rectified);
            var expected = Libtorch(operations, weightThere, biasThere, settingsThere, rectified);
            made.backward([g]);
            expected.backward([g]);

            Assert.Equal(x.stride(), made.stride());
            AssertClose(expected, made);
            AssertClose(operations.grad!, rows.grad!);
            AssertClose(weightThere.grad!, weight.grad!);
            AssertClose(biasThere.grad!, bias.grad!);
            AssertClose(settingsThere.RunningMean, settings.RunningMean);
            AssertClose(settingsThere.RunningVar, settings.RunningVar);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_batch_whose_images_have_weights_of_their_own_is_normalised_as_by_operations(long[] shape)
    {
        using var scope = NewDisposeScope();
        foreach (var rectified in new[] { false, true })
        {
            var (x, g) = (Rows("x", shape), Rows("g", shape));
            var (rows, operations) = (Leaf(x), Leaf(x));
            var (scale, shift, scaleThere, shiftThere) = (Each("w", shape), Each("b", shape), Each("w", shape), Each("b", shape));

            var made = RowBatchNorm.Apply(rows, scale, shift, Settings(shape[1]), rectified);
            long[] broadcast = [.. shape[..2], .. Enumerable.Repeat(1L, shape.Length - 2)];
            var line = Libtorch(operations, null, null, Settings(shape[1]), rectified: false).mul(scaleThere.view(broadcast)).add(shiftThere.view(broadcast));
            var expected = rectified ? line.relu() : line;
            made.backward([g]);
            expected.backward([g]);

            AssertClose(expected, made);
            AssertClose(operations.grad!, rows.grad!);
            AssertClose(scaleThere.grad!, scale.grad!);
            AssertClose(shiftThere.grad!, shift.grad!);
        }
    }

    [Fact]
    public void In_float32_it_is_float64_to_six_digits_however_far_the_mean_is_from_0()
    {
        using var scope = NewDisposeScope();
        var x = Rows("x", [16, 32, 24, 24]).add(100);
        var g = Rows("g", [16, 32, 24, 24]);
        var (narrow, wide) = (Leaf(x.to(float32)), Leaf(x.to(float32).to(float64)));
        var made = RowBatchNorm.Apply(narrow, null, null, Settings(32, float32), rectified: true);
        var expected = Libtorch(wide, null, null, Settings(32), rectified: true);
        made.backward([g.to(float32)]);
        expected.backward([g]);

        AssertClose(expected, made.to(float64), 2e-5); // 100 has no more digits in float32
        Assert.InRange(NormOf(narrow.grad!.to(float64) - wide.grad!) / NormOf(wide.grad!), 0, 1e-4);
    }

    [Fact]
    public void A_gradient_in_another_order_of_memory_is_read_by_its_place_and_one_number_for_all_too()
    {
        using var scope = NewDisposeScope();
        var x = Rows("x", [4, 16, 5, 3]);
        foreach (var g in new[] { Numbers("g", [4, 16, 5, 3]), Numbers("g", [1, 16, 1, 1]).expand(4, 16, 5, 3) })
        {
            var (rows, operations) = (Leaf(x), Leaf(x));
            RowBatchNorm.Apply(rows, null, null, Settings(16), rectified: true).backward([g]);
            Libtorch(operations, null, null, Settings(16), rectified: true).backward([g]);
            AssertClose(operations.grad!, rows.grad!);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replicas_of_parts_of_a_batch_are_libtorchs_norm_of_the_whole(bool each)
    {
        using var scope = NewDisposeScope();
        long[] shape = [6, 24, 5, 3];
        var (x, g, w, b) = (Rows("x", shape), Rows("g", shape), Numbers("w", shape[..2]), Numbers("b", shape[..2]));
        var (whole, settings) = (Leaf(x), Settings(24));
        var line = Libtorch(whole, null, null, settings, rectified: false);
        var expected = each ? line.mul(w.view(6, 24, 1, 1)).add(b.view(6, 24, 1, 1)).relu() : line.relu();
        expected.backward([g]);

        var seats = new LocalReplicas(3).Seats;
        var parts = Enumerable.Range(0, 3).Select(rank => (X: Leaf(Rows(x.narrow(0, 2 * rank, 2))), G: Rows(g.narrow(0, 2 * rank, 2)), Settings: Settings(24) with { Replicas = seats[rank] })).ToArray();
        var made = new Tensor[3];
        var threads = Enumerable.Range(0, 3).Select(rank => new Thread(() =>
        {
            set_num_threads(1);
            var scale = each ? Leaf(w.narrow(0, 2 * rank, 2)) : null;
            var shift = each ? Leaf(b.narrow(0, 2 * rank, 2)) : null;
            made[rank] = RowBatchNorm.Apply(parts[rank].X, scale, shift, parts[rank].Settings, rectified: true);
            made[rank].backward([parts[rank].G]);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        AssertClose(expected, cat(made));
        AssertClose(whole.grad!, cat(parts.Select(part => part.X.grad!).ToArray()));
        Assert.All(parts, part => AssertClose(settings.RunningMean, part.Settings.RunningMean));
        Assert.All(parts, part => AssertClose(settings.RunningVar, part.Settings.RunningVar));
    }

    [Fact]
    public void Not_a_number_stays_one_through_the_rectification()
    {
        using var scope = NewDisposeScope();
        var x = Rows("x", [2, 16, 3, 3]);
        x[0, 5, 1, 1] = double.NaN;
        using var withoutGradient = no_grad();
        var made = RowBatchNorm.Apply(x, null, null, Settings(16), rectified: true);
        Assert.True(made.select(1, 5).isnan().all().item<bool>());
        Assert.False(made.select(1, 4).isnan().any().item<bool>());
    }

    [Fact]
    public void What_it_is_not_for_is_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        Assert.False(RowBatchNorm.Takes(Numbers("x", [2, 16, 3, 3]))); // channels first
        Assert.False(RowBatchNorm.Takes(Rows("x", [2, 1, 3, 3])));
        Assert.False(RowBatchNorm.Takes(Rows("x", [2, 16, 3, 3]).to(bfloat16)));
        Assert.False(RowBatchNorm.Takes(Rows("x", [4, 16, 3, 3]).narrow(1, 0, 8)));
        Assert.True(RowBatchNorm.Takes(Rows("x", [4, 16, 3, 3]).narrow(0, 1, 2)));
        set_num_threads(2);
        try
        {
            Assert.False(RowBatchNorm.Takes(Rows("x", [2, 16, 3, 3])));
        }
        finally
        {
            set_num_threads(1);
        }
    }

    /// <summary>Whose part of the batch is all of it.</summary>
    private sealed class Alone : Collective
    {
        public override int Rank => 0;

        public override int Count => 1;

        public override Tensor Gather(Tensor own) => own.unsqueeze(0);

        public override void Average(IReadOnlyList<Tensor> tensors)
        {
        }

        public override void Broadcast(IReadOnlyList<Tensor> tensors)
        {
        }

        public override ReplicaTurn Next(ReplicaTurn turn) => turn;
    }

    private static Tensor Libtorch(Tensor x, Tensor? weight, Tensor? bias, BatchNormSettings settings, bool rectified)
    {
        var made = nn.functional.batch_norm(x, settings.RunningMean, settings.RunningVar, weight, bias, true, Momentum, Epsilon);
        return rectified ? made.relu() : made;
    }

    private static BatchNormSettings Settings(long channels, ScalarType type = ScalarType.Float64) =>
        new(new Alone(), zeros(channels, type), ones(channels, type), Momentum, Epsilon);

    private static Tensor Rows(string name, long[] shape) => Rows(Numbers(name, shape));

    private static Tensor Rows(Tensor x) => x.dim() == 2 ? x : ChannelsLast.From(x);

    private static Parameter Parameter(string name, long channels) => new(Numbers(name, [channels]));

    private static Parameter Each(string name, long[] shape) => new(Numbers(name, shape[..2]));

    private static Tensor Leaf(Tensor x) => x.detach().alias().requires_grad_();

    private static Tensor Numbers(string name, long[] shape) => new CounterRandom(1, name).Normal(CPU, shape).to(float64);

    private static double NormOf(Tensor x) => x.norm().item<double>();

    private static void AssertClose(Tensor expected, Tensor found, double bound = 1e-11) =>
        Assert.InRange((expected - found).abs().max().item<double>(), 0, bound * Math.Max(1, expected.abs().max().item<double>()));
}
