using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Custom;

/// <summary>A layer's promises against the real module, one after the other as far as they can be looked at.</summary>
internal sealed class LayerProof(
    int channels, int size, int outputChannels, int outputSize, long parameters, long buffers, Precision precision, Func<CustomLayer> create)
{
    private const int Batch = 2;

    /// <summary>What does not hold, as the end of a sentence that begins with the layer.</summary>
    public IEnumerable<string> Run()
    {
        TorchRuntime.Initialize();
        using var scope = NewDisposeScope();
        try
        {
            using var layer = create();
            Initialize.Orthogonal(layer, 0, "layer");
            return [.. Counts(layer), .. Trains(layer), .. Repeats(layer)];
        }
        catch (Exception fault)
        {
            return [$"fails: {fault.GetType().Name}, {fault.Message.Split('\n')[0]}"];
        }
    }

    private IEnumerable<string> Counts(CustomLayer layer)
    {
        var trained = layer.parameters().Sum(parameter => parameter.numel());
        if (trained != parameters)
        {
            yield return $"has {trained} parameters, and its file says {parameters}; mend `parameters` or the class";
        }

        var state = layer.buffers().Sum(buffer => buffer.numel());
        if (state != buffers)
        {
            yield return $"has {state} numbers of state, and its file says {buffers}; mend `buffers` or the class";
        }
    }

    private IEnumerable<string> Trains(CustomLayer layer)
    {
        var x = Image("x");
        var before = x.clone();
        x.requires_grad_(true);
        var y = layer.Forward(x);
        long[] expected = [Batch, outputChannels, outputSize, outputSize];
        if (!y.shape.SequenceEqual(expected))
        {
            yield return $"gives [{string.Join(", ", y.shape)}], and its file says [{string.Join(", ", expected)}]; mend `output` or the class";
            yield break;
        }

        if (y.Handle == x.Handle)
        {
            yield return "returns its input; expected a tensor of the caller's, such as a clone";
            yield break;
        }

        if (y.dtype != x.dtype)
        {
            yield return $"gives {y.dtype} for {x.dtype}; expected the type of its input";
            yield break;
        }

        if (!Same(before, x))
        {
            yield return "changes its input; expected it to be left alone, since others may read it";
        }

        if (!y.isfinite().all().item<bool>())
        {
            yield return "gives a number that is not finite for N(0, 1)";
        }

        var loss = (y.to(float32) * Direction(expected)).sum();
        loss.backward();
        var lost = layer.named_parameters().Where(named => named.parameter.grad is not { } gradient || !gradient.isfinite().all().item<bool>());
        foreach (var (name, parameter) in lost)
        {
            yield return $"has no finite gradient of `{name}`; expected that every parameter takes part";
        }

        if (x.grad is null)
        {
            yield return "hands no gradient on to its input";
        }
    }

    private IEnumerable<string> Repeats(CustomLayer layer)
    {
        layer.eval();
        using var noGradient = no_grad();
        if (!Same(layer.Forward(Image("x")), layer.Forward(Image("x"))))
        {
            yield return "gives another image each time in evaluation mode; expected no randomness of its own";
        }
    }

    /// <summary>Noise in channels-last order, as networks hand it on.</summary>
    private Tensor Image(string purpose)
    {
        var noise = new CounterRandom(0, purpose).Normal(CPU, [Batch, size, size, channels]).permute(0, 3, 1, 2);
        return precision == Precision.BFloat16 ? noise.to(bfloat16) : noise;
    }

    private static bool Same(Tensor one, Tensor other) => one.eq(other).all().item<bool>();

    private static Tensor Direction(long[] shape) => new CounterRandom(0, "direction").Normal(CPU, shape);
}
