using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Training.Optimisers;
using Parameter = TorchSharp.Modules.Parameter;

namespace BigBiGan.Training.Loop;

/// <summary>A network with its optimiser.</summary>
public sealed class TrainedNetwork(NamedNetwork named, AdamSettings settings) : IDisposable
{
    private readonly Parameter[] _parameters = [.. named.Network.parameters()];

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>G, E or D.</summary>
    public string Role { get; } = named.Role;

    public Network Network { get; } = named.Network;

    public Adam Adam { get; } = new(named.Network, settings);

    /// <summary>Whether gradients reach the parameters.</summary>
    public void SetRequiresGrad(bool value)
    {
        foreach (var parameter in _parameters)
        {
            parameter.requires_grad = value;
        }
    }

    public void Dispose() => Adam.Dispose();
}
