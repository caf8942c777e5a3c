using System.Globalization;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl;
using BigBiGan.Training.Proof;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Runs;

/// <summary>The proof that <c>train --prove</c> asks for.</summary>
internal static class FirstStep
{
    private const int Batch = 4;

    /// <summary>Compares the first step with float64, a line for each loss and gradient.</summary>
    /// <exception cref="UserMistake">One is not what float64 has.</exception>
    public static void Prove(VariantEntry variant, ulong seed, Device device)
    {
        var proof = StepProof.Of(variant, Batch, seed, device);
        foreach (var deviation in proof.Deviations)
        {
            var side = deviation.Value <= deviation.Bound ? "within" : "beyond";
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{deviation.Name}: {deviation.Value:0.0e+0} from float64, {side} {deviation.Bound:0.0e+0}"));
        }

        KernelReport.Print();
        if (!proof.Holds)
        {
            throw new UserMistake(string.Create(
                CultureInfo.InvariantCulture,
                $"the first step of {variant.Facts.Path} is not what float64 has: {proof.Worst.Name} is off by {proof.Worst.Value:g2} of its norm; "
                + $"expected at most {proof.Worst.Bound:g2}; look for the kernel with: bigbigan doctor --variant {variant.Facts.Path}"));
        }
    }
}
