using BigBiGan.Dsl.Replicas;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A layer whose weight is divided by its largest singular value, as <see cref="SpectralNorm"/> has it.</summary>
public abstract class SpectralLayer : Network
{
    private protected readonly Parameter weight; // [output, ...]
    private protected readonly Tensor u0; // [1, output]
    private readonly EvaluationCache _cache = new();

    private protected SpectralLayer(string name, params long[] shape)
        : base(name)
    {
        weight = RegisterParameter(nameof(weight), shape);
        u0 = RegisterBuffer(nameof(u0), ones(1, shape[0]));
    }

    /// <summary>Those that train the same layer, which are told how far a backward pass has come; null where nobody else does.</summary>
    internal Collective? Replicas { get; set; }

    /// <summary>The normalised weight, which is kept in evaluation.</summary>
    private protected Tensor Taps(FusedResampling form)
    {
        var cached = !training && !is_grad_enabled();
        if (cached && _cache.Find(weight, u0, form) is { } found)
        {
            return found;
        }

        var made = Make(form);
        if (cached)
        {
            _cache.Keep(weight, u0, form, made);
        }

        return made;
    }

    /// <summary>W / sigma, in W's shape where the form is plain.</summary>
    private protected virtual Tensor Make(FusedResampling form) => SpectralNorm.Normalised(weight, u0, training, Replicas);

    /// <summary>1 / sigma. [1, 1]</summary>
    private protected Tensor InverseSigma() => SpectralNorm.InverseSigma(weight, u0, training, Replicas);

    protected override void Dispose(bool disposing)
    {
        _cache.Dispose();
        base.Dispose(disposing);
    }
}
