using TorchSharp;

namespace BigBiGan.Dsl;

/// <summary>
/// The base of every layer, block and network here. Children register by hand under their state name: TorchSharp's
/// reflection would name them after backing fields and take every tensor field for a buffer.
/// </summary>
public abstract class Network(string name) : torch.nn.Module(name)
{
    /// <summary>Registers a child and returns it, so that a constructor reads as a list of members.</summary>
    protected T Register<T>(string name, T child)
        where T : torch.nn.Module
    {
        register_module(name, child);
        return child;
    }

    /// <summary>Nothing: registration is explicit.</summary>
    protected override void RegisterComponents()
    {
    }
}
