using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

/// <summary>The form over memory against that of libtorch's operations, whose gradients are libtorch's own.</summary>
public class SpectralNormTests
{
    /// <summary>Of a linear layer, of convolutions, with one row and one column, and of more numbers than a function of ours is for.</summary>
    public static TheoryData<long[]> Shapes => new() { new long[] { 5, 7 }, new long[] { 16, 8, 3, 3 }, new long[] { 1, 33 }, new long[] { 9, 1, 1, 1 }, new long[] { 1030, 1030 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_forms_normalise_alike_and_have_the_same_gradient(long[] shape)
    {
        var (weight, u0, g) = (Weight(shape), U(shape), Numbers("g", shape));
        foreach (var step in new[] { 1, 2 })
        {
            using var scope = NewDisposeScope();
            var (memory, operations) = (Leaf(weight), Leaf(weight));
            var (u, uOfOperations) = (u0.clone(), u0.clone());
            var made = SpectralNorm.Normalised(memory, u, training: true);
            var expected = operations * SpectralNorm.ByOperations(operations, uOfOperations, training: true);
            made.backward([g]);
            expected.backward([g]);
            AssertClose(expected, made);
            AssertClose(uOfOperations, u);
            AssertClose(operations.grad, memory.grad);
            u0.copy_(u); // the second iteration starts from there
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_over_sigma_alone_has_the_same_value_and_gradient(long[] shape)
    {
        using var scope = NewDisposeScope();
        var (weight, u0) = (Weight(shape), U(shape));
        var (memory, operations) = (Leaf(weight), Leaf(weight));
        var made = SpectralNorm.InverseSigma(memory, u0.clone(), training: true);
        var expected = SpectralNorm.ByOperations(operations, u0.clone(), training: true);
        made.square().sum().backward();
        expected.square().sum().backward();
        AssertClose(expected, made);
        AssertClose(operations.grad, memory.grad);
    }

    [Fact]
    public void A_gradient_in_another_order_of_memory_is_read_by_its_place()
    {
        using var scope = NewDisposeScope();
        long[] shape = [4, 3, 3, 3];
        var (weight, u0) = (Weight(shape), U(shape));
        var (memory, operations) = (Leaf(weight), Leaf(weight));
        var g = Numbers("g", [4, 3, 3, 3]).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.False(g.is_contiguous());
        SpectralNorm.Normalised(memory, u0.clone(), training: true).backward([g]);
        (operations * SpectralNorm.ByOperations(operations, u0.clone(), training: true)).backward([g]);
        AssertClose(operations.grad, memory.grad);
    }

    [Fact]
    public void Evaluation_leaves_u_as_it_is()
    {
        using var scope = NewDisposeScope();
        var (weight, u0) = (Weight([4, 6]), U([4, 6]));
        var before = u0.clone();
        var made = SpectralNorm.Normalised(weight, u0, training: false);
        AssertClose(weight * SpectralNorm.ByOperations(weight, before.clone(), training: false), made);
        Assert.Equal(before.data<double>().ToArray(), u0.data<double>().ToArray());
    }

    [Fact]
    public void Two_forwards_before_a_backward_have_a_gradient_each()
    {
        using var scope = NewDisposeScope();
        var (weight, u0) = (Weight([4, 6]), U([4, 6]));
        var (memory, operations) = (Leaf(weight), Leaf(weight));
        var (u, uOfOperations) = (u0.clone(), u0.clone());
        var made = SpectralNorm.Normalised(memory, u, training: true).square().sum() + SpectralNorm.Normalised(memory, u, training: true).exp().sum();
        var first = operations * SpectralNorm.ByOperations(operations, uOfOperations, training: true);
        var second = operations * SpectralNorm.ByOperations(operations, uOfOperations, training: true);
        made.backward();
        (first.square().sum() + second.exp().sum()).backward();
        AssertClose(operations.grad, memory.grad);
    }

    [Fact]
    public void Nothing_lives_on_after_the_backward_pass()
    {
        using var weight = Leaf(Weight([4, 6]));
        using var u0 = U([4, 6]);
        using var g = Numbers("g", [4, 6]);
        Take();
        var before = LivingTensors.Settled();
        Take();
        Assert.Equal(before, LivingTensors.Settled());

        void Take()
        {
            using var scope = NewDisposeScope();
            SpectralNorm.Normalised(weight, u0, training: true).backward([g]);
            SpectralNorm.InverseSigma(weight, u0, training: true).backward();
        }
    }

    private static Tensor Weight(long[] shape) => Numbers("weight", shape);

    private static Tensor U(long[] shape) => Numbers("u", [1, shape[0]]);

    private static Tensor Leaf(Tensor weight) => weight.clone().requires_grad_();

    private static Tensor Numbers(string purpose, long[] shape) => new CounterRandom(1, purpose).Normal(CPU, shape).to(float64);

    private static void AssertClose(Tensor? expected, Tensor? made)
    {
        Assert.Equal(expected!.shape, made!.shape);
        Assert.InRange((expected - made).abs().max().item<double>(), 0, 1e-12 * expected.abs().max().item<double>());
    }
}
