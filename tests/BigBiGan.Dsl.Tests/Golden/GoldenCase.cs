using BigBiGan.Dsl.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

/// <summary>Runs a network against a reference vector: forward, gradients, buffers after the step, evaluation.</summary>
internal static class GoldenCase
{
    public delegate (string Name, Tensor Tensor)[] Forward<T>(T network, Func<string, Tensor> input);

    /// <param name="rename">From the vector's state names to ours.</param>
    public static void Check<T>(string name, T network, Forward<T> forward, Func<string, string> rename, ScalarType type, double tolerance)
        where T : Network
    {
        using var scope = NewDisposeScope();
        using var golden = new GoldenVector(name, type);
        network.to(type);
        Load(network, golden, rename);
        var inputs = golden.Below("in").ToDictionary(i => i.Name, i => i.Tensor.detach().clone().requires_grad_(true));

        network.train();
        var outputs = forward(network, i => inputs[i]);
        foreach (var (output, tensor) in outputs)
        {
            Close.Check($"{name} out/{output}", golden[$"out/{output}"], tensor, tolerance);
        }

        outputs.Select(o => (o.Tensor * golden[$"cot/{o.Name}"]).sum()).Aggregate((a, b) => a + b).backward();
        foreach (var (input, gradient) in golden.Below("grad/in"))
        {
            Close.Check($"{name} grad/in/{input}", gradient, inputs[input].grad!, tolerance);
        }

        // A bias in front of a batch norm has no effect: its gradient is rounding noise, so the layer's weight gives the range.
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (parameter, gradient) in golden.Below("grad/param"))
        {
            var own = rename(parameter);
            var layer = parameters.GetValueOrDefault(own.EndsWith("bias", StringComparison.Ordinal) ? own[..^4] + "weight" : own);
            Close.Check($"{name} grad/param/{parameter}", gradient, parameters[own].grad!, tolerance, Close.Range(layer!.grad!));
        }

        CheckBuffers(name, network, golden, rename, tolerance);
        CheckEvaluation(name, network, forward, i => inputs[i], golden, tolerance);
    }

    private static void Load(Network network, GoldenVector golden, Func<string, string> rename)
    {
        using var noGradient = no_grad();
        var state = network.state_dict();
        foreach (var (name, tensor) in golden.Below("param").Concat(golden.Below("buffer")))
        {
            Assert.True(state.Remove(rename(name), out var own), $"no state {rename(name)} for {name}");
            Assert.Equal(tensor.shape, own.shape);
            own.copy_(tensor);
        }

        Assert.Empty(state.Keys);
    }

    private static void CheckBuffers(string name, Network network, GoldenVector golden, Func<string, string> rename, double tolerance)
    {
        var buffers = network.named_buffers().ToDictionary(b => b.name, b => b.buffer);
        foreach (var (buffer, after) in golden.Below("after/buffer"))
        {
            Close.Check($"{name} after/buffer/{buffer}", after, buffers[rename(buffer)], tolerance);
        }
    }

    /// <summary>With gradients, without (fills the caches), and without again (reads them).</summary>
    private static void CheckEvaluation<T>(string name, T network, Forward<T> forward, Func<string, Tensor> input, GoldenVector golden, double tolerance)
        where T : Network
    {
        network.eval();
        Compare("with gradients");
        using (no_grad())
        {
            Compare("without gradients");
            Compare("from the caches");
        }

        void Compare(string how)
        {
            foreach (var (output, tensor) in forward(network, input))
            {
                Close.Check($"{name} eval/out/{output} {how}", golden[$"eval/out/{output}"], tensor, tolerance);
            }
        }
    }
}
