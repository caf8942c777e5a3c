using BigBiGan.Dsl.Spec.Layers;

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
    public IEnumerable<LayerSpec> Layers => new[] { Generator.Conv?.Blocks, Discriminator?.F?.Blocks }
        .SelectMany(blocks => blocks ?? EquatableArray<BlockSpec>.Empty).Select(block => block.Layer?.Spec).OfType<LayerSpec>().Distinct();
}

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

/// <summary>Residual blocks of convolutions, or layers over whole vectors: one of the two.</summary>
public sealed record GeneratorSpec(ConvGeneratorSpec? Conv, DenseSpec? Mlp);

/// <param name="Channels">The multiplier <c>ch</c> of every block's width.</param>
/// <param name="Shared">The width of the learned row, one for all or one per class, that joins every latent chunk.</param>
/// <param name="Blocks">The preset written out, or the list of the spec.</param>
public sealed record ConvGeneratorSpec(int Channels, int Shared, EquatableArray<BlockSpec> Blocks)
{
    /// <summary>That of the first residual block, which keeps it.</summary>
    public int StemChannels => Blocks.First(block => block.IsResidual).Multiplier * Channels;
}

/// <summary>Hidden layers of one width, each a linear map, batch norm and (leaky) ReLU (BiGAN's permutation-invariant networks).</summary>
public sealed record DenseSpec(int Layers, int Width);

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

    /// <summary>A layer of the user's own; its multiplier is 0.</summary>
    Layer,
}

/// <param name="Multiplier">Output channels in units of the network's <c>channels</c>.</param>
public sealed record BlockSpec(BlockKind Kind, int Multiplier)
{
    /// <summary>Given exactly where the kind says so.</summary>
    public LayerUse? Layer { get; init; }

    /// <summary>Whether it is a residual block: one that takes a chunk of z in G.</summary>
    public bool IsResidual => Kind switch
    {
        BlockKind.Up or BlockKind.Down or BlockKind.Same => true,
        BlockKind.Attention or BlockKind.Layer => false,
    };
}

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

/// <summary>A backbone with a head, or layers over whole vectors: one of the two.</summary>
/// <param name="Image">The encoder's input size in pixels: D's size times 1, 2 or 4.</param>
public sealed record EncoderSpec(int Image, BackboneSpec? Backbone, MlpSpec? Head, DenseSpec? Mlp, PosteriorKind Posterior);

public enum MemoryKind
{
    /// <summary>Every activation is kept for the backward pass.</summary>
    Stored,

    /// <summary>A stage keeps its output and calculates the rest again.</summary>
    Reversible,
}

/// <param name="Depth">Units per stage: 3 4 6 3 for ResNet-50.</param>
/// <param name="Width">The factor on every width.</param>
/// <param name="Channels">The base width of the first stage's bottleneck: 64 in the paper.</param>
/// <param name="Memory">Of a RevNet; a ResNet always stores.</param>
public sealed record BackboneSpec(BackboneFamily Family, EquatableArray<int> Depth, int Width, int Channels, StemKind Stem, MemoryKind Memory);

/// <summary>An MLP of residual blocks of two linear layers each.</summary>
public sealed record MlpSpec(int Layers, int Width);

/// <summary>F with H and J, or layers over [x, z] (or over x alone) as one vector.</summary>
/// <param name="F">Null where <paramref name="Mlp"/> is given.</param>
/// <param name="H">Null where no pairs are scored.</param>
/// <param name="J">Null where no pairs are scored.</param>
public sealed record DiscriminatorSpec(TrunkSpec? F, MlpSpec? H, MlpSpec? J, DenseSpec? Mlp);

public sealed record TrunkSpec(int Channels, EquatableArray<BlockSpec> Blocks);

/// <param name="Loss">What becomes of a score; nothing where there is no discriminator.</param>
/// <param name="Regression">Of z from E(G(z)).</param>
/// <param name="Reconstruction">Of x by G(E(x)).</param>
public sealed record ObjectiveSpec(LossKind Loss, ScoresSpec Scores, RegressionKind Regression, ReconstructionKind Reconstruction, WeightsSpec Weights);

public enum LossKind
{
    /// <summary>max(0, 1 - t) for D, the plain means for G and E.</summary>
    Hinge,

    /// <summary>softplus(-t) for D, with the pairs' roles exchanged for G and E.</summary>
    CrossEntropy,
}

/// <summary>Which of the scores s_x, s_z and s_xz enter both losses; none without a discriminator.</summary>
public sealed record ScoresSpec(bool X, bool Z, bool Joint);

public enum RegressionKind
{
    None,

    /// <summary>The gradient stops at E (BiGAN's latent regressor).</summary>
    Separate,

    /// <summary>G learns from it too (the joint latent regressor).</summary>
    Joint,
}

public enum ReconstructionKind
{
    None,

    /// <summary>Mean absolute error.</summary>
    L1,

    /// <summary>Mean squared error.</summary>
    L2,
}

/// <summary>Factors of the terms in every loss that has them.</summary>
public sealed record WeightsSpec(double X, double Z, double Joint, double Regression, double Reconstruction);

/// <param name="EncoderRate">Null where there is no encoder.</param>
/// <param name="DiscriminatorRate">Null where there is no discriminator.</param>
/// <param name="DiscriminatorSteps">D updates before each joint update of E and G; 0 where they are not counted.</param>
/// <param name="Ema">Decay of G's moving average.</param>
public sealed record TrainingSpec(
    int Batch,
    int Steps,
    double GeneratorRate,
    double? DiscriminatorRate,
    double? EncoderRate,
    double Beta1,
    double Beta2,
    double Epsilon,
    UpdateScheme Updates,
    int DiscriminatorSteps,
    double Ema,
    Precision Precision,
    AugmentationSpec Augmentation);

public enum UpdateScheme
{
    /// <summary>D so many times on fresh batches, then G and E together.</summary>
    Alternating,

    /// <summary>All networks at once from one forward.</summary>
    Simultaneous,
}

/// <summary>In what the layers calculate.</summary>
public enum Precision
{
    Float32,
    BFloat16,
}

/// <summary>What happens to a training image before the networks see it.</summary>
/// <param name="Flip">Mirror left and right with probability one half.</param>
/// <param name="Crop">Null for whole images.</param>
/// <param name="Shift">Move by up to this many pixels in each direction.</param>
public sealed record AugmentationSpec(bool Flip, int Shift, CropSpec? Crop);

/// <summary>A random crop, resized to the whole size.</summary>
/// <param name="Area">Least and largest share of the image's area.</param>
/// <param name="Aspect">Least and largest width over height.</param>
public sealed record CropSpec(Interval Area, Interval Aspect);

public readonly record struct Interval(double From, double To);
