using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>One learned row per class, which joins every latent chunk: BigGAN's class embedding. [N, a], [N] -> [N, size + a]</summary>
public sealed class ClassEmbedding : Network
{
    private readonly Parameter weight; // [classes, size]

    public ClassEmbedding(int classes, int size)
        : base(nameof(ClassEmbedding)) => weight = RegisterParameter(nameof(weight), classes, size);

    /// <param name="labels">From 0 to classes - 1. [N], int64</param>
    public Tensor Forward(Tensor chunk, Tensor labels)
    {
        using var rows = weight.index_select(0, labels);
        return cat([rows, chunk], 1);
    }
}
