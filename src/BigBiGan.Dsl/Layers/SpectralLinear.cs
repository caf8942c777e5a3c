using BigBiGan.Dsl.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>y = x (W / sigma)^T + b. [N, input] -> [N, output]</summary>
public sealed class SpectralLinear : Network, ILinear
{
    private readonly Parameter weight; // [output, input]
    private readonly Parameter? bias; // [output]
    private readonly Tensor u0; // [1, output]
    private readonly EvaluationCache _cache = new();

    public SpectralLinear(int input, int output, bool bias = true)
        : base(nameof(SpectralLinear))
    {
        weight = RegisterParameter(nameof(weight), output, input);
        this.bias = bias ? RegisterParameter(nameof(bias), output) : null;
        u0 = RegisterBuffer(nameof(u0), ones(1, output));
    }

    public Tensor Forward(Tensor x)
    {
        using var normalised = Normalised();
        return ProvenProduct.Linear(x, normalised, bias);
    }

    protected override void Dispose(bool disposing)
    {
        _cache.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Normalised()
    {
        var cached = !training && !is_grad_enabled();
        if (cached && _cache.Find(weight, u0, FusedResampling.Plain) is { } found)
        {
            return found;
        }

        var made = SpectralNorm.Normalised(weight, u0, training);
        if (cached)
        {
            _cache.Keep(weight, u0, FusedResampling.Plain, made);
        }

        return made;
    }
}
