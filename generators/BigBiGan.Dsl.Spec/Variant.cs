namespace BigBiGan.Dsl.Spec;

/// <summary>
/// A complete, resolved model definition. Value-equal down to its arrays and free of positions: two variants
/// that mean the same are the same, wherever and however they were written.
/// </summary>
/// <param name="Path">The spec's path below the models folder without ending: <c>small/fashion</c>.</param>
/// <param name="Name">The class that the spec declares: <c>Fashion</c>.</param>
/// <param name="Summary">One line for people; empty where the spec has none.</param>
/// <param name="Base">The path of the spec that this one extends, or null.</param>
/// <param name="Ablates">The key path that the variant is about, or null.</param>
/// <param name="Encoder">Null in a plain GAN, which then has no H and no J either.</param>
public sealed record Variant(
    string Path,
    string Name,
    string Summary,
    string? Base,
    string? Ablates,
    LatentSpec Latent,
    ImageSpec Image,
    GeneratorSpec Generator,
    EncoderSpec? Encoder,
    DiscriminatorSpec Discriminator,
    ObjectiveSpec Objective,
    TrainingSpec Training);

public enum PriorKind
{
    /// <summary>N(0, 1).</summary>
    Normal,

    /// <summary>U(-1, 1).</summary>
    Uniform,
}

public sealed record LatentSpec(int Size, PriorKind Prior);

/// <param name="Size">Height and width of G's output and of D's input, in pixels.</param>
/// <param name="Colours">1 (grey) or 3.</param>
public sealed record ImageSpec(int Size, int Colours);

/// <param name="Channels">The multiplier <c>ch</c> of every block's width.</param>
/// <param name="Shared">The width of the one learned row that joins every latent chunk.</param>
/// <param name="Blocks">The preset written out, or the list of the spec.</param>
public sealed record GeneratorSpec(int Channels, int Shared, EquatableArray<BlockSpec> Blocks);

public enum BlockKind
{
    /// <summary>A residual block that doubles the size (G).</summary>
    Up,

    /// <summary>A residual block that halves the size (F).</summary>
    Down,

    /// <summary>A residual block that keeps the size.</summary>
    Same,

    /// <summary>Self-attention; its multiplier is 0.</summary>
    Attention,
}

/// <param name="Multiplier">Output channels in units of the network's <c>channels</c>.</param>
public sealed record BlockSpec(BlockKind Kind, int Multiplier);

public enum BackboneFamily
{
    ResNet,
    RevNet,
}

public enum StemKind
{
    /// <summary>7x7 stride 2 and 3x3 stride 2 max pool.</summary>
    ImageNet,

    /// <summary>3x3 stride 1, no pool: for images of 32 to 64 px.</summary>
    Small,
}

public enum PosteriorKind
{
    /// <summary>z = mu + softplus(raw) * noise.</summary>
    Gaussian,

    /// <summary>z directly.</summary>
    Point,

    /// <summary>z = tanh: the deterministic encoder of the uniform prior.</summary>
    Tanh,
}

/// <param name="Image">The encoder's input size in pixels: D's size times 1, 2 or 4.</param>
public sealed record EncoderSpec(int Image, BackboneSpec Backbone, MlpSpec Head, PosteriorKind Posterior);

/// <param name="Depth">Units per stage: 3 4 6 3 for ResNet-50.</param>
/// <param name="Width">The factor on every width.</param>
/// <param name="Channels">The base width of the first stage's bottleneck: 64 in the paper.</param>
public sealed record BackboneSpec(BackboneFamily Family, EquatableArray<int> Depth, int Width, int Channels, StemKind Stem);

/// <summary>An MLP of residual blocks of two linear layers each.</summary>
public sealed record MlpSpec(int Layers, int Width);

/// <param name="H">Null where there is no encoder.</param>
/// <param name="J">Null where there is no encoder.</param>
public sealed record DiscriminatorSpec(TrunkSpec F, MlpSpec? H, MlpSpec? J);

public sealed record TrunkSpec(int Channels, EquatableArray<BlockSpec> Blocks);

/// <summary>Which of the scores s_x, s_z and s_xz enter both losses.</summary>
public sealed record ObjectiveSpec(bool X, bool Z, bool Joint);

/// <param name="EncoderRate">Null where there is no encoder.</param>
/// <param name="DiscriminatorSteps">D updates before each joint update of E and G.</param>
/// <param name="Ema">Decay of G's moving average.</param>
public sealed record TrainingSpec(
    int Batch,
    int Steps,
    double GeneratorRate,
    double DiscriminatorRate,
    double? EncoderRate,
    double Beta1,
    double Beta2,
    double Epsilon,
    int DiscriminatorSteps,
    double Ema,
    AugmentationSpec Augmentation);

/// <summary>What happens to a training image before the networks see it.</summary>
/// <param name="Flip">Mirror left and right with probability one half.</param>
/// <param name="Shift">Move by up to this many pixels in each direction.</param>
public sealed record AugmentationSpec(bool Flip, int Shift);
