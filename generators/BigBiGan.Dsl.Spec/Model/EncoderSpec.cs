using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Model;

/// <summary>A backbone with a head, or layers over whole vectors: one of the two.</summary>
/// <param name="Image">The encoder's input size in pixels: D's size times 1, 2 or 4.</param>
public sealed record EncoderSpec(int Image, BackboneSpec? Backbone, MlpSpec? Head, DenseSpec? Mlp, Posterior Posterior);

/// <param name="Depth">Units per stage: 3 4 6 3 for ResNet-50.</param>
/// <param name="Width">The factor on every width.</param>
/// <param name="Channels">The base width of the first stage's bottleneck: 64 in the paper.</param>
/// <param name="Memory">Of a RevNet; a ResNet always stores.</param>
public sealed record BackboneSpec(BackboneFamily Family, EquatableArray<int> Depth, int Width, int Channels, StemKind Stem, MemoryKind Memory);

public enum BackboneFamily
{
    ResNet,
    RevNet,
}

public enum MemoryKind
{
    /// <summary>Every activation is kept for the backward pass.</summary>
    Stored,

    /// <summary>A stage keeps its output and calculates the rest again.</summary>
    Reversible,
}
