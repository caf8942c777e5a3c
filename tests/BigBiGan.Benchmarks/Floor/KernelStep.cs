using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Floor;

/// <summary>The floor: every convolution and matrix product that a step cannot do without, and nothing else.</summary>
internal sealed class KernelStep : IContender
{
    private readonly NetworkKernels _generator;
    private readonly NetworkKernels? _encoder;
    private readonly NetworkKernels[] _discriminator;
    private readonly int _discriminatorSteps;

    public KernelStep(Subject subject, int batch, ScalarType type)
    {
        var plan = subject.Plan;
        Name = type == ScalarType.Float32 ? "floor" : "floor, bfloat16";
        _generator = NetworkKernels.Of(plan.Generator, batch, type);
        _encoder = plan.Encoder is { } e ? NetworkKernels.Of(e, batch, type) : null;
        _discriminator = [.. new[] { plan.F, plan.H, plan.J, plan.Scores }.OfType<NetworkPlan>().Select(part => NetworkKernels.Of(part, 2 * batch, type))];
        using var model = subject.Float32(CPU, 0);
        _discriminatorSteps = model.Updates[0].Times;
    }

    public string Name { get; }

    public void Step()
    {
        using var withoutGradient = no_grad();
        for (var i = 0; i < _discriminatorSteps; i++)
        {
            Forward();
            for (var part = _discriminator.Length - 1; part >= 0; part--)
            {
                _discriminator[part].Backward(weights: true, input: part > 1); // F and H take constants
            }
        }

        Forward();
        foreach (var part in _discriminator.Reverse())
        {
            part.Backward(weights: false, input: true);
        }

        _encoder?.Backward(weights: true, input: false);
        _generator.Backward(weights: true, input: false);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _encoder?.Dispose();
        foreach (var part in _discriminator)
        {
            part.Dispose();
        }
    }

    private void Forward()
    {
        _generator.Forward();
        _encoder?.Forward();
        foreach (var part in _discriminator)
        {
            part.Forward();
        }
    }
}
