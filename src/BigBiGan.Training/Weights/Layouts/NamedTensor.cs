using System.Text.RegularExpressions;
using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Layouts;

/// <summary>A tensor of a network.</summary>
/// <param name="Name">Its state name, without the network's letter: <c>attention.gamma</c>.</param>
/// <param name="PositionedName">The same, with attention named after the block before it: <c>block4.attention.gamma</c>.</param>
internal sealed partial record NamedTensor(string Name, string PositionedName, Tensor Tensor)
{
    /// <summary>Parameters and buffers in the order in which the network registered its layers.</summary>
    public static IReadOnlyList<NamedTensor> Of(Network network)
    {
        var block = "";
        var tensors = new List<NamedTensor>();
        var state = network.state_dict();
        foreach (var layer in network.named_modules().Select(module => module.name).Where(name => Block().IsMatch(name) || Attention().IsMatch(name)))
        {
            block = Block().IsMatch(layer) ? layer : block;
            if (block != layer)
            {
                var before = block;
                tensors.AddRange(state
                    .Where(own => own.Key.StartsWith(layer + ".", StringComparison.Ordinal))
                    .Select(own => new NamedTensor(own.Key, $"{before}.attention{own.Key[layer.Length..]}", own.Value)));
            }
        }

        var placed = tensors.Select(own => own.Name).ToHashSet();
        return [.. state.Where(own => !placed.Contains(own.Key)).Select(own => new NamedTensor(own.Key, own.Key, own.Value)), .. tensors];
    }

    [GeneratedRegex(@"^(?:\w+\.)*block\d+$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:\w+\.)*attention\d*$")]
    private static partial Regex Attention();
}
