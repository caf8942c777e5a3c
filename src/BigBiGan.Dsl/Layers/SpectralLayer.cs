using BigBiGan.Dsl.Replicas;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A layer whose weight is divided by its largest singular value, as <see cref="SpectralNorm"/> has it.</summary>
public abstract class SpectralLayer : Network
{
    private protected readonly Parameter weight; // [output, ...]
    private protected readonly Tensor u0; // [1, output]

    private protected SpectralLayer(string name, params long[] shape)
        : base(name)
    {
        weight = RegisterParameter(nameof(weight), shape);
        u0 = RegisterBuffer(nameof(u0), ones(1, shape[0]));
    }

    /// <summary>Those that train the same layer, which are told how far a backward pass has come; null where nobody else does.</summary>
    internal Collective? Replicas { get; set; }

    /// <summary>W / sigma, in W's shape.</summary>
    private protected Tensor Normalised() => SpectralNorm.Normalised(weight, u0, training, Replicas);

    /// <summary>1 / sigma. [1, 1]</summary>
    private protected Tensor InverseSigma() => SpectralNorm.InverseSigma(weight, u0, training, Replicas);
}
