using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

/// <summary>Whatever changes a weight, evaluation uses the new one: each test compares with a layer that never cached.</summary>
public class EvaluationCacheTests
{
    [Fact]
    public void A_training_step_is_seen() => AfterwardsSeesIt(layer =>
    {
        layer.train();
        layer.Forward(Input()).sum().backward();
        using (no_grad())
        {
            foreach (var parameter in layer.parameters())
            {
                parameter.sub_(parameter.grad! * 0.1);
            }
        }

        layer.eval();
    });

    [Fact]
    public void A_training_forward_that_only_moves_u_is_seen() => AfterwardsSeesIt(layer =>
    {
        using var noGradient = no_grad();
        layer.train();
        layer.Forward(Input());
        layer.eval();
    });

    [Fact]
    public void A_weight_written_in_place_without_any_change_of_mode_is_seen() => AfterwardsSeesIt(layer =>
    {
        using var noGradient = no_grad();
        layer.parameters().First().lerp_(ones_like(layer.parameters().First()), 0.5);
    });

    [Fact]
    public void Loaded_state_is_seen() => AfterwardsSeesIt(layer => layer.load_state_dict(Fresh(2).state_dict()));

    [Fact]
    public void A_move_to_another_type_is_seen()
    {
        using var scope = NewDisposeScope();
        var layer = Fresh(1);
        layer.eval();
        using var noGradient = no_grad();
        layer.Forward(Input());
        layer.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, layer.Forward(Input().to(ScalarType.Float64)).dtype);
    }

    [Fact]
    public void Evaluation_leaves_u_as_it_is()
    {
        using var scope = NewDisposeScope();
        var layer = Fresh(1);
        layer.eval();
        var before = layer.get_buffer("u0")!.clone();
        layer.Forward(Input());
        Assert.True(before.equal(layer.get_buffer("u0")!).all().item<bool>());
    }

    /// <summary>Each thread comes upon a weight that nobody has normalised yet, while the others come upon it too.</summary>
    [Fact]
    public void Several_threads_evaluate_a_layer_at_once()
    {
        using var scope = NewDisposeScope();
        var layer = Fresh(1);
        layer.eval();
        for (var round = 0; round < 50; round++)
        {
            using (no_grad())
            {
                layer.get_parameter("weight")!.mul_(1.01);
                layer.get_buffer("u0")!.add_(0.01);
            }

            var found = new float[3][];
            var threads = Enumerable.Range(0, 3).Select(i => new Thread(() =>
            {
                using var own = NewDisposeScope();
                found[i] = Evaluate(layer).data<float>().ToArray();
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.All(found, values => Assert.Equal(Evaluate(layer).data<float>().ToArray(), values));
        }
    }

    private static void AfterwardsSeesIt(Action<SpectralConv2d> change)
    {
        using var scope = NewDisposeScope();
        var layer = Fresh(1);
        layer.eval();
        var old = Evaluate(layer);
        change(layer);
        var found = Evaluate(layer);

        var uncached = Fresh(3);
        uncached.load_state_dict(layer.state_dict());
        uncached.eval();
        Close.Check("output", uncached.Forward(Input()), found, 1e-6);
        Assert.True(Close.Range(found - old) > 1e-4, "the change had no effect at all");
    }

    private static Tensor Evaluate(SpectralConv2d layer)
    {
        using var noGradient = no_grad();
        return layer.Forward(Input());
    }

    private static SpectralConv2d Fresh(ulong seed)
    {
        var layer = new SpectralConv2d(3, 4, 3);
        Initialize.He(layer, seed, "layer");
        return layer;
    }

    private static Tensor Input() => new CounterRandom(1, "input").Normal(CPU, 2, 3, 4, 4);
}
