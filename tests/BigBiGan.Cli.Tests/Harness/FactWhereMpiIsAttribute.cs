namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of processes that a launcher of MPI starts: skipped, by name, where Open MPI is not installed.</summary>
internal sealed class FactWhereMpiIsAttribute : FactAttribute
{
    public FactWhereMpiIsAttribute() => Skip = MpiRun.Missing;
}
