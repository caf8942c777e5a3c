using System.Diagnostics;

namespace BigBiGan.Models.Tests;

/// <summary>
/// oneDNN makes each of its kernels at the first call, and two threads that made the same one at once ended 8 of 10 processes on one machine. It shows
/// in a process's first step alone, so that it takes many processes.
/// </summary>
public sealed class ReplicaStartTests : IDisposable
{
    private const int Starts = 200;

    /// <summary>The user's would be read by each start, and holds the kernels of all that was ever tested.</summary>
    private readonly string _cache = Directory.CreateTempSubdirectory("bigbigan-starts-").FullName;

    [Fact]
    [Trait("Speed", "slow")]
    public void Two_hundred_processes_train_their_first_step_by_two_replicas()
    {
        var failures = Enumerable.Range(0, Starts).AsParallel().WithDegreeOfParallelism(2).Select(_ => Start()).Where(said => said is not null).ToList();

        Assert.True(failures.Count == 0, $"{failures.Count} of {Starts} starts failed, the first with {failures.FirstOrDefault()}");
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    /// <returns>How it failed; null where it did not.</returns>
    private string? Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ReplicaStart).Assembly.Location]) { RedirectStandardError = true };

        // a process of two seconds gains nothing by them
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["XDG_CACHE_HOME"] = _cache;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {error}";
    }
}
