namespace BigBiGan.Dsl.Kernels;

/// <summary>No form of a kernel is right on this machine: what asks for it must not go on. The message is one line for the user.</summary>
public sealed class KernelException(KernelVerdict verdict) : Exception(
    $"this machine cannot calculate a kernel that the variant needs: {verdict}; see 'bigbigan doctor', or take another machine")
{
    /// <summary>What was found out.</summary>
    public KernelVerdict Verdict { get; } = verdict;
}
