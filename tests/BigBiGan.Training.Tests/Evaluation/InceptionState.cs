using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Evaluation.Inception;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>Random weights with the names and shapes of the two published files, drawn by counter and written once for all tests.</summary>
public sealed class InceptionState : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InceptionState()
    {
        State = Draw(InceptionKind.Graph2015);
        Torchvision = new Dictionary<string, Tensor>(State)
        {
            ["fc.weight"] = State["fc.weight"].narrow(0, 0, 1000).contiguous(),
            ["AuxLogits.fc.weight"] = zeros(1000, 768),
        };
        Dsl.State.SafeTensorFile.Write(File, State.Select(entry => (entry.Key, entry.Value)));
    }

    /// <summary>As the file of 2015.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>The same values as torchvision's file.</summary>
    public IReadOnlyDictionary<string, Tensor> Torchvision { get; }

    /// <summary>The first, as safetensors.</summary>
    public string File => this["2015.safetensors"];

    /// <summary>A file beside it.</summary>
    public string this[string name] => _folder[name];

    public void Dispose()
    {
        foreach (var tensor in State.Values.Concat(Torchvision.Values))
        {
            tensor.Dispose();
        }

        _folder.Dispose();
    }

    private static Dictionary<string, Tensor> Draw(InceptionKind kind)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var (name, shape) in InceptionWeights.Shapes(kind))
        {
            using var scope = NewDisposeScope();
            var normal = new CounterRandom(7, name).Normal(CPU, shape);
            var values = name[(name.LastIndexOf('.') + 1)..] switch
            {
                "running_var" => (normal * 0.2).exp(),
                "running_mean" or "bias" => normal * 0.1,
                _ when shape.Length == 1 => 1 + (normal * 0.1),
                _ => normal * Math.Sqrt(2.0 / shape.Skip(1).Aggregate(1L, (product, side) => product * side)),
            };
            state.Add(name, values.MoveToOuterDisposeScope().DetachFromDisposeScope());
        }

        return state;
    }
}
