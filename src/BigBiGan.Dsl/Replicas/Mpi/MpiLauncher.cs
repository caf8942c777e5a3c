using System.Globalization;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>Whether this process is one of several that an MPI launcher started together: <c>mpirun</c>, or <c>srun --mpi=pmix</c>.</summary>
public static class MpiLauncher
{
    /// <summary>
    /// How many processes were started together, by the variables that launchers set; 1 where no launcher did. A job of Slurm whose steps are
    /// started without <c>--mpi</c> has none of the first names.
    /// </summary>
    public static int Count =>
        Number("OMPI_COMM_WORLD_SIZE") // Open MPI's mpirun
        ?? (Number("PMIX_RANK") is null ? null : Number("SLURM_STEP_NUM_TASKS")) // srun --mpi=pmix
        ?? Number("PMI_SIZE") // MPICH's mpiexec, and srun --mpi=pmi2
        ?? 1;

    /// <summary>The number of this process among those of its host; null where no launcher says it.</summary>
    internal static int? LocalRank => Count == 1 ? null
        : Number("OMPI_COMM_WORLD_LOCAL_RANK") ?? Number("MPI_LOCALRANKID") ?? Number("SLURM_LOCALID");

    /// <summary>Whether the launcher is that of Open MPI, or one that serves several.</summary>
    internal static bool IsOpenMpi => Number("PMI_SIZE") is null;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
