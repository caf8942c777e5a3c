using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Compilation;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>
/// That the plain form and ours are the same algebra: losses and gradients of both updates from the same weights and batch, in
/// float64, where no ReLU flips by rounding.
/// </summary>
internal static class Agreement
{
    /// <summary>Of a gradient's largest number.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>The largest difference of a gradient as a part of its range.</summary>
    /// <exception cref="InvalidOperationException">They are not the same.</exception>
    public static double Check(VariantEntry entry, CompiledSpec spec, int batch)
    {
        using var scope = NewDisposeScope();
        using var ours = entry.Create(CPU, 7);
        foreach (var named in ours.Networks)
        {
            named.Network.to(float64);
            named.Network.train();
        }

        using var plain = new PlainModel(ours, spec);
        using var images = new FixedImages(ours, batch);
        var worst = 0.0;
        for (var phase = 0; phase < 2; phase++)
        {
            var trained = phase == 0 ? "D" : "GE";
            foreach (var named in ours.Networks)
            {
                var learns = trained.Contains(named.Role, StringComparison.Ordinal);
                plain.Weights[named.Role].Learn(learns);
                foreach (var parameter in named.Network.parameters())
                {
                    parameter.requires_grad = learns;
                }
            }

            var input = Wide(images.Draw(phase));
            var loss = ours.Updates[phase].Losses(input).Losses[0].Loss;
            var plainLoss = phase == 0 ? plain.DiscriminatorLoss(input) : plain.GeneratorEncoderLoss(input);
            worst = Math.Max(worst, Compare($"{entry.Facts.Path}: loss of {trained}", plainLoss, loss));
            loss.backward();
            plainLoss.backward();
            foreach (var named in ours.Networks.Where(named => trained.Contains(named.Role, StringComparison.Ordinal)))
            {
                foreach (var (name, parameter) in named.Network.named_parameters())
                {
                    worst = Math.Max(worst, Compare($"{entry.Facts.Path}: gradient of {named.Role}.{name}", plain.Weights[named.Role][name].grad!, parameter.grad!));
                }
            }
        }

        return worst;
    }

    private static StepInput Wide(StepInput batch) => new(batch.X.to(float64), batch.Z.to(float64), batch.Noise?.to(float64), batch.Labels);

    private static double Compare(string what, Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        var range = Math.Max(expected.abs().max().item<double>(), 1e-6);
        var difference = (expected - actual).abs().max().item<double>() / range;
        return difference <= Tolerance
            ? difference
            : throw new InvalidOperationException($"{what} differs by {difference:g2} of its range; the two forms are not the same algebra, and their times say nothing");
    }
}
