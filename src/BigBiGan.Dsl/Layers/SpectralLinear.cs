using BigBiGan.Dsl.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>y = x (W / sigma)^T + b. [N, input] -> [N, output]</summary>
public sealed class SpectralLinear : SpectralLayer, ILinear
{
    private readonly Parameter? bias; // [output]
    private readonly EvaluationCache _cache = new();

    public SpectralLinear(int input, int output, bool bias = true)
        : base(nameof(SpectralLinear), output, input)
    {
        this.bias = bias ? RegisterParameter(nameof(bias), output) : null;
    }

    public Tensor Forward(Tensor x)
    {
        using var normalised = Taps();
        return ProvenProduct.Linear(x, normalised, bias);
    }

    protected override void Dispose(bool disposing)
    {
        _cache.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Taps()
    {
        var cached = !training && !is_grad_enabled();
        if (cached && _cache.Find(weight, u0, FusedResampling.Plain) is { } found)
        {
            return found;
        }

        var made = Normalised();
        if (cached)
        {
            _cache.Keep(weight, u0, FusedResampling.Plain, made);
        }

        return made;
    }
}
