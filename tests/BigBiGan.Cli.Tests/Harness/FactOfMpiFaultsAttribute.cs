namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of processes that die, hang or are warned, each of which takes minutes: skipped, by name, where nobody asks for them.</summary>
internal sealed class FactOfMpiFaultsAttribute : FactAttribute
{
    public FactOfMpiFaultsAttribute() => Skip = MpiRun.Missing ?? MpiRun.FaultsUnasked;
}
