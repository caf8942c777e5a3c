using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>Layers of the user's own, each by its file's rule at the place where it stands.</summary>
internal static class LayerChecks
{
    public static void Generator(Variant variant, VariantFindings findings) => Check(ShapeInference.OfGenerator(variant), findings);

    public static void Trunk(Variant variant, VariantFindings findings) => Check(ShapeInference.OfTrunk(variant), findings);

    private static void Check(ShapeInference? walk, VariantFindings findings)
    {
        foreach (var step in walk?.Steps ?? [])
        {
            if (step.Block.Layer is { } use && Fault(use, use.Behind(step.Input)) is { } fault)
            {
                findings.Add(Rule.LayerFit, $"`{step.Path}`{findings.Tree.Origin(walk!.Key.Path)} {fault}", walk.Key, walk.Unit);
            }
        }
    }

    private static string? Fault(LayerUse use, LayerPlace place)
    {
        var layer = use.Spec!;
        if (layer.TakesArgument != use.Argument is not null)
        {
            return layer.TakesArgument
                ? $"gives `{use.Name}` no argument, which its file asks for; write `{{ layer: {use.Name}, argument: n }}`"
                : $"gives `{use.Name}` an argument, and its file knows none; write `{{ layer: {use.Name} }}`";
        }

        foreach (var (key, formula) in Formulas(layer))
        {
            if (formula.At(place, out var fault) is null)
            {
                return $"is `{use.Name}` at {place}, where its `{key.Path}` {fault}; change the blocks{(layer.TakesArgument ? ", the argument" : "")} or the layer's file";
            }
        }

        return layer.Output(place) is null
            ? $"is `{use.Name}` at {place}, where it gives {layer.Channels.At(place, out _)} channels of size {layer.Size.At(place, out _)}; expected 1 to {CustomLayer.MostChannels} channels of size 1 to {CustomLayer.MostSize}"
            : null;
    }

    /// <summary>Each with its key.</summary>
    private static IEnumerable<(Key Key, Formula Formula)> Formulas(CustomLayer layer) =>
    [
        (LayerKeys.Channels, layer.Channels),
        (LayerKeys.Size, layer.Size),
        (LayerKeys.Parameters, layer.Parameters),
        (LayerKeys.MultiplyAdds, layer.MultiplyAdds),
        (LayerKeys.Buffers, layer.Buffers),
        (LayerKeys.Kept, layer.Kept),
    ];
}
