using BigBiGan.Dsl.Layers;

namespace BigBiGan.Dsl.Blocks;

/// <summary>The residual block of H and J, with spectral norm. [N, input] -> [N, width]</summary>
public sealed class SpectralMlpBlock(int input, int width, bool preActivation)
    : MlpBody<SpectralLinear>(nameof(SpectralMlpBlock), input, width, preActivation, static (from, to) => new SpectralLinear(from, to));
