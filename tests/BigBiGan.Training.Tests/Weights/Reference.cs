using System.Text.RegularExpressions;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Weights;

/// <summary>
/// A reference vector of G (golden/generator_32 and _128) as a state dict of BigGAN-PyTorch. Written apart from the layouts: these
/// are the names of that project's classes.
/// </summary>
internal sealed partial class Reference(string name) : IDisposable
{
    private readonly SafeTensorFile _golden = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", name + ".safetensors"));

    public Tensor Latents => _golden.Tensors["in/z"];

    /// <summary>In evaluation, with the state after one training call.</summary>
    public Tensor Images => _golden.Tensors["eval/out/y"];

    /// <summary>A checkpoint's entries, with the singular values that BigGAN-PyTorch logs.</summary>
    public Dictionary<string, Tensor> StateDict()
    {
        var entries = new Dictionary<string, Tensor>();
        foreach (var (path, tensor) in _golden.Tensors)
        {
            if (path.StartsWith("param/", StringComparison.Ordinal) || path.StartsWith("after/buffer/", StringComparison.Ordinal))
            {
                entries.Add(Theirs(path[(path.LastIndexOf('/') + 1)..]), tensor);
            }
        }

        foreach (var vector in entries.Keys.Where(entry => entry.EndsWith(".u0", StringComparison.Ordinal)).ToArray())
        {
            entries.Add(vector[..^2] + "sv0", _golden.Tensors["param/shared.weight"].flatten().narrow(0, 0, 1));
        }

        return entries;
    }

    /// <summary>G's images of the vector's latents, in evaluation, from the networks as they are.</summary>
    public void Check(VariantModel model, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        model.Networks[0].Network.eval();
        var distance = (model.Generate(Latents) - Images).abs().max().item<float>();
        Assert.True(distance <= tolerance, $"images are off by {distance:g3}, allowed {tolerance:g1}");
    }

    public void Dispose() => _golden.Dispose();

    private static string Theirs(string golden) => Statistic().Replace(golden, "$1.stored_$2")
        .Replace("out_norm.running", "output_layer.0.stored").Replace("out_norm.weight", "output_layer.0.gain").Replace("out_norm.bias", "output_layer.0.bias")
        .Replace("out_conv", "output_layer.2");

    [GeneratedRegex(@"(bn\d)\.norm\.running_(mean|var)")]
    private static partial Regex Statistic();
}
