using BigBiGan.Dsl.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>A copy of a network's state by state name: contiguous parameters that learn, and buffers.</summary>
internal sealed class PlainWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    public PlainWeights(Network network)
    {
        foreach (var (name, parameter) in network.named_parameters())
        {
            _tensors.Add(name, new Parameter(parameter.detach().clone()).DetachFromDisposeScope());
        }

        foreach (var (name, buffer) in network.named_buffers())
        {
            _tensors.Add(name, buffer.clone().DetachFromDisposeScope());
        }
    }

    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        _tensors.Where(entry => entry.Value is Parameter).Select(entry => (entry.Key, (Parameter)entry.Value));

    public Tensor this[string name] => _tensors[name];

    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    public void Learn(bool value)
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.requires_grad = value;
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
