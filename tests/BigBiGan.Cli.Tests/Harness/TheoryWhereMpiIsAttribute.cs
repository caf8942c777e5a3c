namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A theory of processes that a launcher of MPI starts: skipped, by name, where Open MPI is not installed.</summary>
internal sealed class TheoryWhereMpiIsAttribute : TheoryAttribute
{
    public TheoryWhereMpiIsAttribute() => Skip = MpiRun.Missing;
}
