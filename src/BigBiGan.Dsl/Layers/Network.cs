using TorchSharp;
using TorchSharp.Modules;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// The base of every layer, block and network here. Children register by hand under their state name: TorchSharp's
/// reflection would name them after backing fields and take every tensor field for a buffer. A layer keeps a tensor in a
/// field with the registered name, because <c>to()</c> replaces the tensors of such fields only.
/// <para><c>Forward</c> leaves its input alone, frees what it made at the last use and returns a tensor of the caller's.</para>
/// </summary>
public abstract class Network(string name) : torch.nn.Module(name)
{
    /// <summary>
    /// A forward that moves nothing: spectral norm's vectors stay where they are, so that the training forward that follows it has the same weights.
    /// </summary>
    /// <param name="forward">Of this network, which has no batch norm.</param>
    public torch.Tensor Ahead(Func<torch.Tensor, torch.Tensor> forward, torch.Tensor x)
    {
        var before = training;
        eval();
        try
        {
            return forward(x);
        }
        finally
        {
            train(before);
        }
    }

    /// <summary>Registers a child and returns it, so that a constructor reads as a list of members.</summary>
    protected T Register<T>(string name, T child)
        where T : torch.nn.Module
    {
        register_module(name, child);
        return child;
    }

    /// <summary>A new parameter, all zero: <see cref="Initialization.Initialize"/> gives it its values.</summary>
    protected Parameter RegisterParameter(string name, params long[] shape)
    {
        var parameter = new Parameter(torch.zeros(shape));
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
        return parameter;
    }

    /// <summary>Registers a tensor that is state but not trained.</summary>
    protected torch.Tensor RegisterBuffer(string name, torch.Tensor buffer)
    {
        buffer.DetachFromDisposeScope();
        register_buffer(name, buffer);
        return buffer;
    }

    /// <summary>Nothing: registration is explicit.</summary>
    protected override void RegisterComponents()
    {
    }
}
