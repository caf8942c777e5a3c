using System.Globalization;
using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Comparison;

/// <summary>Differences as lines of text.</summary>
internal static class Differences
{
    /// <summary>Between x.yaml and y.yaml, both sound.</summary>
    public static VariantDifference Between(string first, string second, params (string Path, string Text)[] more)
    {
        (string, string)[] files = [("x.yaml", first), ("y.yaml", second), .. more];
        Assert.Empty(Check.Problems(files));
        var specs = SpecSet.Read(files).Specs;
        return VariantDifference.Between(specs.Single(spec => spec.Path == "x.yaml"), specs.Single(spec => spec.Path == "y.yaml"));
    }

    /// <summary>Like <c>latent.size: 32 (x.yaml) -> 64 (y.yaml)</c>; <c>-</c> for no value, <c>=</c> for the default.</summary>
    public static IEnumerable<string> Lines(this IEnumerable<KeyDifference> keys) =>
        keys.Select(key => $"{key.Path}: {Text(key.Before)} -> {Text(key.After)}");

    /// <summary>Like <c>~ output: linear [N, 256] -> [N, 64], 16448 | linear [N, 256] -> [N, 32], 8224</c>.</summary>
    public static IEnumerable<string> Lines(this NetworkDifference network) => network.Layers.Select(layer => layer switch
    {
        { Before: null } => $"+ {layer.Name}: {Text(layer.After!)}",
        { After: null } => $"- {layer.Name}: {Text(layer.Before)}",
        _ => $"~ {layer.Name}: {Text(layer.Before)} | {Text(layer.After)}",
    });

    public static NetworkDifference Of(this VariantDifference difference, NetworkRole role) => difference.Networks.Single(network => network.Role == role);

    private static string Text(KeyValueOrigin? value) => value is null ? "-" : $"{value.Value} ({value.File ?? "="})";

    private static string Text(LayerPlan layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Operation} {layer.Input} -> {layer.Output}, {layer.Parameters}");
}
