namespace BigBiGan.Dsl.Spec.Model;

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
