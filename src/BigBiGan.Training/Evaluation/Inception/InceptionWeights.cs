using BigBiGan.Dsl.Native;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Weights.Files;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>
/// The weights of a file, with each batch norm multiplied into its convolution: at evaluation they are one linear map, and an image takes a pass
/// over memory less in every layer.
/// </summary>
internal sealed class InceptionWeights : IDisposable
{
    private const double Epsilon = 1e-3;
    private const int Named = 3;

    private static readonly string[] NormEntries = ["weight", "bias", "running_mean", "running_var"];

    private readonly Dictionary<string, (Tensor Weight, Tensor Bias)> _convolutions = [];

    private InceptionWeights(InceptionKind kind, WeightsFile file, Device device)
    {
        (Kind, IsPublished) = (kind, kind.Sha256 == file.Sha256);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, _, _) in Convolutions(kind))
        {
            var scale = Read("bn.weight") / Read("bn.running_var").Add(Epsilon).sqrt();
            var weight = Read("conv.weight") * scale.view(-1, 1, 1, 1);
            _convolutions.Add(name, (Kept(weight), Kept(Read("bn.bias") - (Read("bn.running_mean") * scale))));

            Tensor Read(string entry) => file.Tensors[$"{name}.{entry}"].to(float64);
        }

        Classes = Kept(file.Tensors["fc.weight"]);
        Checksum = StateChecksum.Of(Shapes(kind).Select(entry => (entry.Name, file.Tensors[entry.Name])));

        Tensor Kept(Tensor tensor) => tensor.to(float32).to(device).clone().MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    /// <summary>Whose weights they are.</summary>
    public InceptionKind Kind { get; }

    /// <summary>Whether the file is the published one, byte for byte.</summary>
    public bool IsPublished { get; }

    /// <summary>Of the values, whatever the format of the file, in lower-case hex.</summary>
    public string Checksum { get; }

    /// <summary>[classes, 2048]</summary>
    public Tensor Classes { get; }

    /// <param name="name">Of a convolution, with its block's.</param>
    public (Tensor Weight, Tensor Bias) this[string name] => _convolutions[name];

    /// <exception cref="RunException">There is no such file, or it holds other weights.</exception>
    public static InceptionWeights Read(string path, Device device)
    {
        CheckThere(path);
        using var file = WeightsFile.Read(path);
        return new InceptionWeights(Recognised(file), file, device);
    }

    /// <exception cref="RunException">There is no such file.</exception>
    public static void CheckThere(string path)
    {
        if (!File.Exists(path))
        {
            throw new RunException(
                $"{path}: no such file; expected the weights of Inception, {InceptionKind.Graph2015.Files} (docs/data.md says where they are)");
        }
    }

    /// <summary>What a state dict must hold; anything else in it is left alone, such as torchvision's second classifier.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Shapes(InceptionKind kind)
    {
        foreach (var (name, convolution, inputs) in Convolutions(kind))
        {
            yield return ($"{name}.conv.weight", [convolution.Outputs, inputs, convolution.Height, convolution.Width]);
            foreach (var entry in NormEntries)
            {
                yield return ($"{name}.bn.{entry}", [convolution.Outputs]);
            }
        }

        yield return ("fc.weight", [kind.Classes, InceptionPlan.Features]);
    }

    public void Dispose()
    {
        Classes.Dispose();
        foreach (var (weight, bias) in _convolutions.Values)
        {
            weight.Dispose();
            bias.Dispose();
        }
    }

    private static IEnumerable<(string Name, InceptionConvolution Convolution, int Inputs)> Convolutions(InceptionKind kind) =>
        from block in kind.Blocks
        from branch in block.Branches
        from one in branch.Convolutions(block.Inputs)
        select (block.NameOf(one.Convolution), one.Convolution, one.Inputs);

    /// <exception cref="RunException">It holds other weights.</exception>
    private static InceptionKind Recognised(WeightsFile file)
    {
        var classes = file.Tensors.TryGetValue("fc.weight", out var found) && found.dim() == 2 ? found.size(0) : (long?)null;
        var kind = InceptionKind.All.FirstOrDefault(one => one.Classes == classes) ?? InceptionKind.Graph2015;
        var shapes = Shapes(kind).ToList();
        var missing = shapes.Select(entry => entry.Name).Where(name => !file.Tensors.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            var named = string.Join(", ", missing.Take(Named)) + (missing.Count > Named ? ", ..." : "");
            throw Others($"{missing.Count} of {shapes.Count} entries are missing: {named}");
        }

        if (shapes.FirstOrDefault(entry => !file.Tensors[entry.Name].shape.SequenceEqual(entry.Shape)) is (string other, long[] expected))
        {
            throw Others($"{other} is [{string.Join(", ", file.Tensors[other].shape)}]; expected [{string.Join(", ", expected)}]");
        }

        return kind;

        RunException Others(string what) => new(
            $"{file.Path}: these are not the weights of Inception: {what}; expected {string.Join(", or ", InceptionKind.All.Select(one => one.Files))}");
    }
}
