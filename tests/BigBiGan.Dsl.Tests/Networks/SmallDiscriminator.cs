using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>D at 32 px with its three scores. [N, 3, 32, 32], [N, z] -> [N] each</summary>
internal sealed class SmallDiscriminator : Network
{
    private readonly SmallTrunk _f;
    private readonly SmallMlp _h;
    private readonly SmallMlp _j;
    private readonly SpectralLinear _scoreX;
    private readonly SpectralLinear _scoreZ;
    private readonly SpectralLinear _scoreXz;

    public SmallDiscriminator(int latent, int channels, int width, int layers)
        : base(nameof(SmallDiscriminator))
    {
        _f = Register("F", new SmallTrunk([channels, channels, channels, channels], down: 2));
        _h = Register("H", new SmallMlp(latent, width, layers));
        _j = Register("J", new SmallMlp(channels + width, width, layers));
        _scoreX = Register("score_x", new SpectralLinear(channels, 1));
        _scoreZ = Register("score_z", new SpectralLinear(width, 1));
        _scoreXz = Register("score_xz", new SpectralLinear(width, 1));
    }

    public (Tensor X, Tensor Z, Tensor Joint) Forward(Tensor x, Tensor z)
    {
        using var fx = _f.Forward(x);
        using var hz = _h.Forward(z);
        using var pair = cat([fx, hz], 1);
        using var joint = _j.Forward(pair);
        return (_scoreX.Forward(fx).squeeze(1), _scoreZ.Forward(hz).squeeze(1), _scoreXz.Forward(joint).squeeze(1));
    }
}
