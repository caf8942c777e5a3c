using BigBiGan.Dsl.Layers;

namespace BigBiGan.Dsl.Blocks;

/// <summary>The encoder head's residual block. [N, input] -> [N, width]</summary>
public sealed class MlpBlock(int input, int width, bool preActivation)
    : MlpBody<Linear>(nameof(MlpBlock), input, width, preActivation, static (from, to) => new Linear(from, to));
