using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>D at 32 px with its three scores. [N, 3, 32, 32], [N, z] -> [N] each</summary>
internal sealed class SmallDiscriminator : Network
{
    private readonly SmallTrunk f;
    private readonly SmallMlp h;
    private readonly SmallMlp j;
    private readonly SpectralLinear scoreX;
    private readonly SpectralLinear scoreZ;
    private readonly SpectralLinear scoreXz;

    public SmallDiscriminator(int latent, int channels, int width, int layers)
        : base(nameof(SmallDiscriminator))
    {
        f = Register("F", new SmallTrunk([channels, channels, channels, channels], down: 2));
        h = Register("H", new SmallMlp(latent, width, layers));
        j = Register("J", new SmallMlp(channels + width, width, layers));
        scoreX = Register("score_x", new SpectralLinear(channels, 1));
        scoreZ = Register("score_z", new SpectralLinear(width, 1));
        scoreXz = Register("score_xz", new SpectralLinear(width, 1));
    }

    public (Tensor X, Tensor Z, Tensor Joint) Forward(Tensor x, Tensor z)
    {
        using var fx = f.Forward(x);
        using var hz = h.Forward(z);
        using var pair = cat([fx, hz], 1);
        using var joint = j.Forward(pair);
        return (scoreX.Forward(fx).squeeze(1), scoreZ.Forward(hz).squeeze(1), scoreXz.Forward(joint).squeeze(1));
    }
}
