namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A fact of a real Slurm on this machine: skipped, by name, where its daemons are not installed or may not be started.</summary>
internal sealed class FactWhereSlurmIsAttribute : FactAttribute
{
    private static readonly string[] Daemons = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged", "/usr/bin/sbatch"];

    /// <param name="withMpi">Whether it starts ranks, too.</param>
    public FactWhereSlurmIsAttribute(bool withMpi = false)
    {
        if (!Daemons.All(File.Exists))
        {
            Skip = "Slurm is not installed: slurmctld, slurmd, slurm-client and munge";
        }
        else if (Environment.UserName != "root")
        {
            Skip = "slurmd is to be started by root";
        }
        else if (withMpi)
        {
            Skip = MpiRun.Missing;
        }
    }
}
