namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A theory of processes that die, hang or are warned, each of which takes minutes: skipped, by name, where nobody asks for them.</summary>
internal sealed class TheoryOfMpiFaultsAttribute : TheoryAttribute
{
    public TheoryOfMpiFaultsAttribute() => Skip = MpiRun.Missing ?? MpiRun.FaultsUnasked;
}
