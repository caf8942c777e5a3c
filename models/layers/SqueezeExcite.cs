using BigBiGan.Dsl.Custom;
using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Models.Layers;

/// <summary>Each channel times sigmoid(W2 relu(W1 mean)), spectrally normalised like all of D (Hu et al., 2018). [N, C, S, S] -> the same</summary>
public sealed class SqueezeExcite : CustomLayer
{
    public SqueezeExcite(int channels, int size, int argument)
        : base(nameof(SqueezeExcite))
    {
        _ = size; // the gate looks at means, whatever the size
        Squeeze = Register("squeeze", new SpectralLinear(channels, channels / argument));
        Excite = Register("excite", new SpectralLinear(channels / argument, channels));
    }

    public SpectralLinear Squeeze { get; }

    public SpectralLinear Excite { get; }

    public override Tensor Forward(Tensor x)
    {
        using var mean = Pool.Mean(x); // [N, C], float32
        using var squeezed = Squeeze.Forward(mean);
        squeezed.relu_();
        using var excited = Excite.Forward(squeezed);
        excited.sigmoid_();
        using var gate = excited.to(x.dtype);
        using var image = gate.view(x.size(0), x.size(1), 1, 1);
        return x.mul(image);
    }
}
