using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Floor;

/// <summary>The floor: every convolution and matrix product that a step cannot do without, and nothing else.</summary>
internal sealed class KernelStep : IContender
{
    private readonly NetworkKernels generator;
    private readonly NetworkKernels? encoder;
    private readonly NetworkKernels[] discriminator;
    private readonly int discriminatorSteps;

    public KernelStep(Subject subject, int batch, ScalarType type)
    {
        var plan = subject.Plan;
        Name = type == ScalarType.Float32 ? "floor" : "floor, bfloat16";
        generator = NetworkKernels.Of(plan.Generator, batch, type);
        encoder = plan.Encoder is { } e ? NetworkKernels.Of(e, batch, type) : null;
        discriminator = [.. new[] { plan.F, plan.H, plan.J, plan.Scores }.OfType<NetworkPlan>().Select(part => NetworkKernels.Of(part, 2 * batch, type))];
        using var model = subject.Float32(CPU, 0);
        discriminatorSteps = model.Updates[0].Times;
    }

    public string Name { get; }

    public void Step()
    {
        using var withoutGradient = no_grad();
        for (var i = 0; i < discriminatorSteps; i++)
        {
            Forward();
            for (var part = discriminator.Length - 1; part >= 0; part--)
            {
                discriminator[part].Backward(weights: true, input: part > 1); // F and H take constants
            }
        }

        Forward();
        foreach (var part in discriminator.Reverse())
        {
            part.Backward(weights: false, input: true);
        }

        encoder?.Backward(weights: true, input: false);
        generator.Backward(weights: true, input: false);
    }

    public void Dispose()
    {
        generator.Dispose();
        encoder?.Dispose();
        foreach (var part in discriminator)
        {
            part.Dispose();
        }
    }

    private void Forward()
    {
        generator.Forward();
        encoder?.Forward();
        foreach (var part in discriminator)
        {
            part.Forward();
        }
    }
}
