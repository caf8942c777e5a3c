namespace BigBiGan.Dsl.Layers;

/// <summary>What a 3x3 convolution is merged with.</summary>
internal enum FusedResampling
{
    /// <summary>Nothing; any kernel size.</summary>
    Plain,

    /// <summary>Nearest x2 before it: one 4x4 transposed convolution of stride 2.</summary>
    Upsampled,

    /// <summary>2x2 mean after it: one 4x4 convolution of stride 2.</summary>
    Downsampled,
}
