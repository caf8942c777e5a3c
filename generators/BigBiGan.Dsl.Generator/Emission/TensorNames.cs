using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The typed tensors that a variant speaks in, by full name.</summary>
/// <param name="EncoderImage">That of G and D where E sees images of their size, or where there is no E.</param>
/// <param name="Labels">Null where there are none.</param>
internal sealed record TensorNames(string Latent, string Image, string EncoderImage, string? Labels)
{
    public static TensorNames Of(Variant variant, string @namespace) => new(
        $"global::{@namespace}.{TensorTypes.Latent(variant.Latent.Size)}",
        $"global::{@namespace}.{TensorTypes.Image(variant.Image.Size, variant.Image.Colours)}",
        $"global::{@namespace}.{TensorTypes.Image(variant.Encoder?.Image ?? variant.Image.Size, variant.Image.Colours)}",
        variant.Labels is { } labels ? $"global::{@namespace}.{TensorTypes.Labels(labels.Classes)}" : null);
}
