using System.Text.Json.Serialization;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Cli.Specs;

/// <summary>What <c>describe</c> tells of a variant; also its JSON.</summary>
/// <param name="ActivationBytes">What an update of G and E keeps for the backward pass, at the spec's batch.</param>
/// <param name="CheckpointBytes">Weights, moments, average and buffers.</param>
internal sealed record VariantDescription(
    string Path, string Name, string Summary, [property: JsonPropertyName("extends")] string? Base, int Latent, string Prior, int[] Image,
    IReadOnlyList<string> Scores, IReadOnlyDictionary<string, NetworkDescription> Networks, TrainingSpec Training, long ActivationBytes, long CheckpointBytes)
{
    public static VariantDescription Of(PlannedVariant planned)
    {
        var (variant, plan) = (planned.Variant, planned.Plan);
        var networks = new Dictionary<string, NetworkDescription> { ["G"] = NetworkDescription.Of(("", plan.Generator)) };
        if (plan.Encoder is { } encoder)
        {
            networks["E"] = NetworkDescription.Of(("", encoder));
        }

        if (plan.Scores is not null)
        {
            networks["D"] = NetworkDescription.Of(("F.", plan.F), ("H.", plan.H), ("J.", plan.J), ("score_", plan.Scores));
        }

        return new VariantDescription(
            variant.Path, variant.Name, variant.Summary, variant.Base, variant.Latent.Size, variant.Latent.Prior.ToString().ToLowerInvariant(),
            [variant.Image.Colours, variant.Image.Size, variant.Image.Size],
            Scored(variant.Objective.Scores), networks, variant.Training,
            plan.ActivationBytes(variant.Training.MicroBatch), plan.CheckpointBytes);
    }

    private static string[] Scored(ScoresSpec scores) =>
        [.. new[] { ("x", scores.X), ("z", scores.Z), ("xz", scores.Joint) }.Where(score => score.Item2).Select(score => score.Item1)];
}

/// <param name="MultiplyAdds">Per image.</param>
internal sealed record NetworkDescription(long Parameters, long MultiplyAdds, IReadOnlyList<LayerDescription> Layers)
{
    /// <summary>One network, or several that D joins, each with the prefix of its state names.</summary>
    public static NetworkDescription Of(params (string Prefix, NetworkPlan? Plan)[] parts)
    {
        var layers = parts.Where(part => part.Plan is not null).SelectMany(part => part.Plan!.Modules
            .SelectMany(module => module.Layers)
            .Select(layer => new LayerDescription(
                part.Prefix + layer.Name, layer.Operation, Dimensions(layer.Input), Dimensions(layer.Output), layer.Parameters, layer.MultiplyAdds))).ToList();
        return new NetworkDescription(layers.Sum(l => l.Parameters), layers.Sum(l => l.MultiplyAdds), layers);
    }

    private static int[] Dimensions(Shape shape) => shape.IsFeatures ? [shape.Channels] : [shape.Channels, shape.Height, shape.Width];
}

/// <param name="Input">Without the batch.</param>
/// <param name="Output">Without the batch.</param>
internal sealed record LayerDescription(string Name, string Operation, int[] Input, int[] Output, long Parameters, long MultiplyAdds);
