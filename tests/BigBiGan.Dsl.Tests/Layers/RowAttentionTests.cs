using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

public sealed class RowAttentionTests
{
    /// <summary>700 x 500 weights an image: more than are made at once, and no multiple of the rows.</summary>
    private const int Positions = 700;

    private const int Keys = 500;

    [Fact]
    public void Rows_at_a_time_give_what_all_at_once_give()
    {
        using var scope = NewDisposeScope();
        var expected = Gradients(RowAttention.Whole, float64);
        var actual = Gradients(RowAttention.Forward, float64);
        Assert.All(expected.Zip(actual), pair => Assert.True(allclose(pair.First, pair.Second, 1e-12, 1e-12)));
    }

    [Fact]
    public void Without_gradient_too()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (q, k, v) = Inputs(float64);
        Assert.True(allclose(RowAttention.Whole(q, k, v), RowAttention.Forward(q, k, v), 1e-12, 1e-12));
    }

    [Fact]
    public void Bfloat16_stays_near_float32()
    {
        using var scope = NewDisposeScope();
        foreach (var (expected, actual) in Gradients(RowAttention.Whole, float32).Zip(Gradients(RowAttention.Forward, bfloat16)))
        {
            Assert.Equal(bfloat16, actual.dtype);
            Assert.InRange((actual.to(float32) - expected).abs().max().item<float>() / expected.abs().max().item<float>(), 0, 0.05);
        }
    }

    /// <summary>The output, and the gradients of queries, keys and values.</summary>
    private static Tensor[] Gradients(Func<Tensor, Tensor, Tensor, Tensor> forward, ScalarType type)
    {
        var (q, k, v) = Inputs(type);
        foreach (var input in new[] { q, k, v })
        {
            input.requires_grad = true;
        }

        var y = forward(q, k, v);
        var weight = new CounterRandom(1, "weight").Normal(CPU, 2, Positions, 6).to(type);
        y.mul(weight).sum().backward();
        return [y.detach(), q.grad!, k.grad!, v.grad!];
    }

    private static (Tensor Queries, Tensor Keys, Tensor Values) Inputs(ScalarType type) => (
        new CounterRandom(1, "queries").Normal(CPU, 2, Positions, 3).to(type),
        new CounterRandom(1, "keys").Normal(CPU, 2, 3, Keys).to(type),
        new CounterRandom(1, "values").Normal(CPU, 2, Keys, 6).to(type));
}
