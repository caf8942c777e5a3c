using BigBiGan.Cli.Display;
using BigBiGan.Dsl.Kernels;

namespace BigBiGan.Cli.Runs;

/// <summary>What a command says of kernels that this machine's libtorch calculates wrong.</summary>
internal static class KernelReport
{
    private static int _reported;

    /// <summary>What was found so far has been shown in another way.</summary>
    public static void Skip() => _reported = ProvenKernels.GoneRound.Count;

    /// <summary>One line where there are more of them than at the last call; nothing on a machine whose kernels are right.</summary>
    public static void Print()
    {
        var wrong = ProvenKernels.GoneRound;
        if (wrong.Count > _reported)
        {
            _reported = wrong.Count;
            Warning.Print(
                $"{wrong.Count} of {ProvenKernels.Asked.Count} kernels are not calculated as this machine's libtorch would, such as {wrong[0]}; "
                + "all of them: bigbigan doctor --variant VARIANT");
        }
    }
}
