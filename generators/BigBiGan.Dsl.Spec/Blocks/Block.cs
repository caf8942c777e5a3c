using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>
/// What a planned module is. One record per layer or block class of BigBiGan.Dsl, with exactly the arguments of
/// that class's constructor; a new layer is one more record here, one row in the planner, one in the emitter.
/// </summary>
public abstract record Block;

/// <summary>The one learned row that joins every latent chunk (the "single label"). [N, a] -> [N, a + Size].</summary>
public sealed record SharedRowBlock(int Size) : Block;

/// <summary>A linear layer with spectral norm and bias.</summary>
public sealed record SpectralLinearBlock(int Input, int Output) : Block;

/// <summary>A linear layer.</summary>
public sealed record LinearBlock(int Input, int Output, bool Bias = true) : Block;

/// <summary>A hidden layer of an MLP over whole vectors: one of the two that follow.</summary>
public abstract record HiddenBlock(int Input, int Output) : Block;

/// <summary>The first hidden layer of E and D: linear without bias, ReLU that leaks by 0.2.</summary>
public sealed record DenseBlock(int Input, int Output) : HiddenBlock(Input, Output);

/// <summary>Every other hidden layer: linear without bias, batch norm without affine, ReLU that leaks by <paramref name="Leak"/>.</summary>
/// <param name="Batch">Whose statistics a training batch takes.</param>
public sealed record DenseNormBlock(int Input, int Output, LeakKind Leak, BatchKind Batch) : HiddenBlock(Input, Output);

public enum BatchKind
{
    /// <summary>The batch as a whole: G and E.</summary>
    Whole,

    /// <summary>Encoder pairs and generator pairs, its two halves, apart: D.</summary>
    Halves,
}

public enum LeakKind
{
    /// <summary>A plain ReLU: G.</summary>
    None,

    /// <summary>0.2: E and D.</summary>
    Fifth,
}

/// <summary>One learned row per class, which joins every latent chunk. [N, a], labels -> [N, a + Size]</summary>
public sealed record LabelRowsBlock(int Classes, int Size) : Block;

/// <summary>The projection head: &lt;V[y], f&gt; with spectral norm on V. [N, Features], labels -> [N, 1]</summary>
public sealed record LabelProjectionBlock(int Classes, int Features) : Block;

/// <summary>A stride-1, same-size convolution with spectral norm and bias.</summary>
public sealed record SpectralConvBlock(int Input, int Output, int Kernel) : Block;

/// <summary>Batch norm with affine, then ReLU: G's output (eps 1e-4) and the closing norm of a backbone (eps 1e-5).</summary>
public sealed record NormReluBlock(int Channels, NormEpsilon Epsilon) : Block;

public enum NormEpsilon
{
    /// <summary>1e-4: G.</summary>
    Generator,

    /// <summary>1e-5: E.</summary>
    Encoder,
}

/// <summary>G's residual block. <paramref name="Condition"/> is the width of a latent chunk joined to the shared row.</summary>
public sealed record GeneratorResidualBlock(int Input, int Output, int Condition, bool Upsample) : Block;

/// <summary>F's residual block.</summary>
public sealed record DiscriminatorResidualBlock(int Input, int Output, DiscriminatorBlockKind Kind) : Block;

public enum DiscriminatorBlockKind
{
    /// <summary>No pre-activation; pools before its shortcut.</summary>
    First,

    /// <summary>Halves the size.</summary>
    Down,

    /// <summary>Keeps the size.</summary>
    Same,
}

/// <summary>Self-attention with spectral norm.</summary>
public sealed record AttentionBlock(int Channels) : Block;

/// <summary>A layer of the user's own, by the promises of its file.</summary>
/// <param name="Output">By the layer's shape rule.</param>
public sealed record CustomLayerBlock(CustomLayer Layer, LayerPlace Place, Shape Output) : Block
{
    /// <summary>The layer has passed the checks.</summary>
    internal static CustomLayerBlock Behind(LayerUse use, Shape input) => new(use.Spec!, use.Behind(input), use.Spec!.Output(use.Behind(input))!.Value);
}

/// <summary>Two linear layers of <paramref name="Width"/> and a skip; linear where the width changes.</summary>
public sealed record MlpResidualBlock(int Input, int Width, bool PreActivation, bool Spectral) : Block;

/// <summary>The encoder's first convolution, without norm or bias.</summary>
public sealed record StemBlock(int Colours, int Channels, StemKind Kind) : Block;

/// <summary>A pre-activation bottleneck of ResNet-v2.</summary>
public sealed record BottleneckBlock(int Input, int Middle, int Output, int Stride) : Block;

/// <summary>(x1, x2) -> (x2, x1 + B(x2)) on halves of <paramref name="Channels"/>.</summary>
public sealed record ReversibleUnitBlock(int Channels, int Middle) : Block;

/// <summary>2x2 average pool and zero channels, half on each side. No parameters.</summary>
public sealed record ReversibleTransitionBlock(int Input, int Output) : Block;
