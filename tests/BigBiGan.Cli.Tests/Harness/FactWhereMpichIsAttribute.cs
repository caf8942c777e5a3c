namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of processes that MPICH's launcher starts: skipped, by name, where it is not installed beside Open MPI.</summary>
internal sealed class FactWhereMpichIsAttribute : FactAttribute
{
    public FactWhereMpichIsAttribute() => Skip = MpiRun.MpichMissing;
}
