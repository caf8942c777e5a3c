using System.Diagnostics;
using System.Text.Json.Nodes;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Tests.Claims;

public sealed class CellClaimTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly string _folder = Directory.CreateTempSubdirectory("bigbigan-claims-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Forty_processes_that_start_at_once_train_each_cell_once()
    {
        var program = typeof(Claimant).Assembly.Location;
        var processes = Enumerable.Range(0, 40).Select(_ => Process.Start(new ProcessStartInfo("dotnet", [program, _folder]))!).ToList();
        while (Directory.GetFiles(_folder, $"*{Claimant.Ready}").Length < processes.Count && !processes.Exists(process => process.HasExited))
        {
            Thread.Sleep(10);
        }

        File.WriteAllText(Path.Combine(_folder, Claimant.Start), "");
        Assert.All(processes, process =>
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        });
        var results = new ResultsFolder(_folder);
        Assert.All(Claimant.Cells, cell =>
        {
            Assert.Single(File.ReadAllLines(Path.Combine(results.Of(cell).Path, Claimant.Trained)));
            Assert.NotNull(results.Of(cell).Result(cell.Cell.Identity).Result);
        });
        var workers = Claimant.Cells.Select(cell => File.ReadAllText(Path.Combine(results.Of(cell).Path, Claimant.Trained))).Distinct();
        Assert.True(workers.Count() > 1, "one process did everything: nothing was at once");
    }

    [Fact]
    public void Of_many_threads_that_take_over_a_dead_process_s_cell_one_succeeds()
    {
        using (var process = Process.Start("true"))
        {
            process.WaitForExit();
            Write(1, Here() with { Process = process.Id });
        }

        var claims = new CellClaim?[16];
        Parallel.For(0, claims.Length, new ParallelOptions { MaxDegreeOfParallelism = claims.Length }, i => claims[i] = CellClaim.TryTake(_folder));
        Assert.Single(claims.OfType<CellClaim>()).Dispose();
    }

    [Fact]
    public void A_number_that_another_process_has_by_now_is_no_sign_of_life()
    {
        Write(1, Here() with { Started = 1 });
        Assert.True(ClaimFile.Newest(_folder).IsFree);
        Write(1, Here());
        Assert.False(ClaimFile.Newest(_folder).IsFree);
    }

    [Fact]
    public void A_process_of_another_host_that_renews_its_claim_keeps_the_cell()
    {
        Write(1, There());
        Assert.Null(CellClaim.TryTake(_folder));
        var watch = new ClaimWatch(TimeSpan.FromSeconds(30));
        watch.Note(_folder);
        Write(1, There() with { Beat = 1 });
        Assert.False(watch.IsFree(_folder));
        Assert.Null(CellClaim.TryTake(_folder));
    }

    [Fact]
    public void A_silent_one_loses_it_after_it_was_watched_and_whatever_the_clocks_say()
    {
        Write(1, There());
        File.SetLastWriteTimeUtc(FileOf(1), DateTime.UtcNow.AddDays(-1));
        Assert.Null(CellClaim.TryTake(_folder)); // old, and nobody watched
        File.SetLastWriteTimeUtc(FileOf(1), DateTime.UtcNow.AddDays(1));
        var clock = Stopwatch.StartNew();
        Assert.True(new ClaimWatch(Patience).IsFree(_folder));
        Assert.True(clock.Elapsed >= Patience);
        using var claim = CellClaim.TryTake(_folder);
        Assert.NotNull(claim);
        Assert.Equal(3, ClaimFile.Newest(_folder).Number); // the second closes the first
    }

    [Fact]
    public void A_claim_that_cannot_be_read_is_watched_like_another_host_s()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(1))!);
        File.WriteAllText(FileOf(1), "");
        Assert.Null(CellClaim.TryTake(_folder));
        Assert.True(new ClaimWatch(Patience).IsFree(_folder));
    }

    [Fact]
    public void Who_slept_too_long_learns_that_the_cell_is_another_s()
    {
        using var sleeper = CellClaim.TryTake(_folder, interval: Patience / 10)!;
        Assert.True(SpinWait.SpinUntil(() => ClaimFile.Newest(_folder).Holder?.Beat > 1, TimeSpan.FromSeconds(20)));
        sleeper.Check();
        Assert.True(ClaimFile.Make(_folder, 2, There()));
        Assert.True(SpinWait.SpinUntil(() => sleeper.Lost.IsCancellationRequested, TimeSpan.FromSeconds(20)));
        var told = Assert.Throws<RunException>(sleeper.Check).Message;
        Assert.Equal($"{_folder} was taken over by process 17 on node07: this process had not renewed its claim for too long", told);
        sleeper.Dispose();
        Assert.Equal(There(), ClaimFile.Newest(_folder).Holder); // nor does it take anything away at its end
    }

    [Fact]
    public void A_watch_ends_when_it_is_asked_to()
    {
        Write(1, There());
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(50);
        Assert.Throws<OperationCanceledException>(() => new ClaimWatch(TimeSpan.FromMinutes(1)).IsFree(_folder, stop.Token));
    }

    private static ClaimHolder Here() => ClaimHolder.This();

    private static ClaimHolder There() => new("node07", "another boot", 17, 1, "token", 0, Released: false);

    private void Write(int number, ClaimHolder holder)
    {
        if (number > ClaimFile.Newest(_folder).Number)
        {
            Assert.True(ClaimFile.Make(_folder, number, holder));
        }
        else
        {
            ClaimFile.Renew(_folder, number, holder);
        }

        Assert.IsType<JsonObject>(JsonNode.Parse(File.ReadAllText(FileOf(number))));
    }

    private string FileOf(int number) => Path.Combine(_folder, "claims", $"{number:0000}.json");
}
