using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Weights.Layouts;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Training.Weights.Transfer;

/// <summary>Writes networks as they are at the moment under the names of a layout, as safetensors.</summary>
public static class WeightExport
{
    private const double Epsilon = 1e-4; // of our spectral norm

    /// <summary>Before the work, which may take long.</summary>
    /// <exception cref="RunException">The layout has no names for a network.</exception>
    public static void CheckNames(VariantModel model, IReadOnlyList<string> networks, Layout layout)
    {
        foreach (var (role, network) in model.Networks.Where(named => networks.Contains(named.Role)))
        {
            var own = NamedTensor.Of(network);
            var nameless = own.Where(ours => Name(role, ours, layout) is null).ToList();
            if (nameless.Count > 0)
            {
                throw new RunException(
                    $"{role} of {model.Facts.Path} has no names in the layout {layout.Name}: {nameless.Count} of its {own.Count} tensors, "
                    + $"the first is {role}.{nameless[0].Name}; --format safetensors carries it under our own names");
            }
        }
    }

    /// <param name="networks">Roles; several only in a layout whose file holds several.</param>
    /// <returns>How many tensors were written.</returns>
    /// <exception cref="RunException">The layout has no names for a network, a number is not finite, or the file cannot be written.</exception>
    public static int Write(string path, VariantModel model, IReadOnlyList<string> networks, Layout layout, IReadOnlyDictionary<string, string> metadata)
    {
        CheckNames(model, networks, layout);
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        (string Name, Tensor Tensor)[] tensors =
        [
            .. model.Networks
                .Where(named => networks.Contains(named.Role))
                .SelectMany(named => Named(named.Role, named.Network, layout)),
        ];
        if (tensors.FirstOrDefault(named => named.Tensor.is_floating_point() && !isfinite(named.Tensor).all().cpu().item<bool>()) is { Name: { } broken })
        {
            throw new RunException(
                $"{broken} has numbers that are not finite (NaN or infinite), and no program can use it; "
                + "export an older checkpoint, or import other weights");
        }

        try
        {
            SafeTensorFile.Write(path, tensors, metadata);
            return tensors.Length;
        }
        // out of range is .NET's word for EFBIG
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new RunException($"{path} cannot be written: {problem.Message}", problem);
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Named(string role, Network network, Layout layout)
    {
        var own = NamedTensor.Of(network).ToDictionary(tensor => tensor.Name);
        foreach (var ours in own.Values)
        {
            var name = Name(role, ours, layout)!;
            yield return (name, ours.Tensor);
            if (name.EndsWith(".u0", StringComparison.Ordinal)
                && name[..^"u0".Length] + "sv0" is var sigma
                && layout.ActionOn(role, sigma) == LayoutAction.Sigma)
            {
                yield return (sigma, Sigma(own[ours.Name[..^"u0".Length] + "weight"].Tensor, ours.Tensor));
            }
        }
    }

    /// <summary>The preferred one; null where the layout has none.</summary>
    private static string? Name(string role, NamedTensor ours, Layout layout) =>
        layout.Find(role, ours).FirstOrDefault() is { Rule.Action: LayoutAction.Carry or LayoutAction.Row } found ? found.Theirs : null;

    /// <summary>The weight's largest singular value after one power iteration from the stored vector. [1]</summary>
    private static Tensor Sigma(Tensor weight, Tensor u0)
    {
        var rows = weight.view(weight.size(0), -1);
        var v = functional.normalize(u0.mm(rows), 2, 1, Epsilon);
        var vW = v.mm(rows.t());
        return vW.mm(functional.normalize(vW, 2, 1, Epsilon).t()).view(1);
    }
}
