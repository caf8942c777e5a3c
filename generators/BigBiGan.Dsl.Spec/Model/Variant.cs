using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Model;

/// <summary>
/// A complete, resolved model definition. Value-equal down to its arrays and free of positions: two variants
/// that mean the same are the same, wherever and however they were written.
/// </summary>
/// <param name="Path">The spec's path below the models folder without ending: <c>small/fashion</c>.</param>
/// <param name="Name">The class that the spec declares: <c>Fashion</c>.</param>
/// <param name="Summary">One line for people; empty where the spec has none.</param>
/// <param name="Base">The path of the spec that this one extends, or null.</param>
/// <param name="Ablates">The key path that the variant is about, or null.</param>
/// <param name="Labels">Null where G and D know no classes.</param>
/// <param name="Encoder">Null in a plain GAN, which then has no H and no J either.</param>
/// <param name="Discriminator">Null in an autoencoder.</param>
public sealed record Variant(
    string Path,
    string Name,
    string Summary,
    string? Base,
    string? Ablates,
    LatentSpec Latent,
    ImageSpec Image,
    LabelSpec? Labels,
    GeneratorSpec Generator,
    EncoderSpec? Encoder,
    DiscriminatorSpec? Discriminator,
    ObjectiveSpec Objective,
    TrainingSpec Training)
{
    /// <summary>The layers of the user's own that G and F use, each once.</summary>
    public IEnumerable<CustomLayer> Layers => new[] { Generator.Conv?.Blocks, Discriminator?.F?.Blocks }
        .SelectMany(blocks => blocks ?? EquatableArray<BlockSpec>.Empty).Select(block => block.Layer?.Spec).OfType<CustomLayer>().Distinct();
}

public sealed record LatentSpec(int Size, Prior Prior);

/// <param name="Size">Height and width of G's output and of D's input, in pixels.</param>
/// <param name="Colours">1 (grey) or 3.</param>
public sealed record ImageSpec(int Size, int Colours, bool Antialias);

/// <param name="Classes">Labels are 0 to this, exclusive.</param>
public sealed record LabelSpec(int Classes, LabelSource Source);

/// <summary>Where the labels of the training images come from.</summary>
public enum LabelSource
{
    /// <summary>The data set's own classes.</summary>
    Data,

    /// <summary>Drawn once per image.</summary>
    Random,

    /// <summary>A file that is named when training starts.</summary>
    File,
}
