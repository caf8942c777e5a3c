namespace BigBiGan.Experiments.Running;

/// <summary>How the command ends, for scripts and for the process that started a cell.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The user's mistake, in one line.</summary>
    public const int Mistake = 1;

    /// <summary>Ours.</summary>
    public const int Fault = 2;

    /// <summary>A signal asked for the end; what was done is stored, and the same command with <c>--resume</c> goes on (EX_TEMPFAIL of sysexits.h).</summary>
    public const int Interrupted = 75;
}
