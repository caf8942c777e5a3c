using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

/// <summary>A reference vector: the tensors of one case, in one element type.</summary>
internal sealed class GoldenVector : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    public GoldenVector(string name, ScalarType type)
    {
        using var file = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", $"{name}.safetensors"));
        _tensors = file.Tensors.ToDictionary(t => t.Key, t => t.Value.to(type, copy: true));
    }

    public Tensor this[string name] => _tensors[name];

    /// <summary>The entries below a folder of the case, without its name: <c>param</c>, <c>grad/in</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Below(string folder) =>
        _tensors.Where(t => t.Key.StartsWith(folder + "/", StringComparison.Ordinal)).Select(t => (t.Key[(folder.Length + 1)..], t.Value));

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
