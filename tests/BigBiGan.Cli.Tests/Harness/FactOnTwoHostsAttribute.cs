namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of processes on two hosts, for which namespaces of the network stand: skipped, by name, where they may not be made.</summary>
internal sealed class FactOnTwoHostsAttribute : FactAttribute
{
    public FactOnTwoHostsAttribute() => Skip = MpiRun.Missing ?? TwoHosts.Missing;
}
