namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of processes on two hosts, for which namespaces of the network stand: skipped, by name, where they may not be made.</summary>
internal sealed class FactOnTwoHostsAttribute : FactAttribute
{
    public FactOnTwoHostsAttribute() => Skip = MpiRun.Missing
        ?? (MpiRun.IsFive ? "the launcher of Open MPI 5.0 ends with 0, or waits on, where a host is cut off" : TwoHosts.Missing);
}
