using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>The one learned row that joins every latent chunk: BigGAN's class embedding with a single label. [N, a] -> [N, a + size]</summary>
public sealed class SharedEmbedding : Network
{
    private readonly Parameter weight; // [1, size]

    public SharedEmbedding(int size)
        : base(nameof(SharedEmbedding)) => weight = RegisterParameter(nameof(weight), 1, size);

    public Tensor Forward(Tensor chunk)
    {
        using var rows = weight.expand(chunk.size(0), -1);
        return cat([rows, chunk], 1);
    }
}
