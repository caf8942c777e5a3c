using System.Diagnostics;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>Runs whose replicas are processes that Open MPI's launcher started. A fault of one ends all within half a minute, in one line.</summary>
public sealed class MpiTests
{
    private const int Steps = 12;

    /// <summary>More steps than any of these tests waits for.</summary>
    private const string Long = "100000";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>What two threads make of the run that these tests disturb.</summary>
    private static readonly Lazy<byte[]> ByThreads = new(() =>
    {
        var run = Workplace.New("threads");
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", $"{Steps}", "--replicas", "2", "--run", run]).Succeeds();
        return FinishedRun.Checkpoint(run, Steps);
    });

    [TheoryWhereMpiIs]
    [InlineData("small/revnet-x4", 2)] // some of its gradients go on their way within the backward pass
    public void Processes_make_the_bytes_that_threads_make(string variant, int count)
    {
        var (processes, threads) = (Workplace.New("processes"), Workplace.New("threads"));
        string[] arguments = ["train", variant, .. FinishedRun.Arguments[2..], "--steps", "4", "--run"];
        var answer = MpiRun.Run(MpiRun.Of(count, [.. arguments, processes, "--json"])).Succeeds();
        Bigbigan.Run([.. arguments, threads, "--replicas", $"{count}"]).Succeeds();

        Assert.Equal(FinishedRun.Checkpoint(threads, 4), FinishedRun.Checkpoint(processes, 4));
        Assert.Equal(JsonValueKind.Object, answer.Json().ValueKind); // one rank speaks
        var (identity, other) = (Identity(processes), Identity(threads));
        Assert.Equal((count, "mpi"), ((int)identity["replicas"]!, (string)identity["carrier"]!));
        Assert.Equal((count, "threads"), ((int)other["replicas"]!, (string)other["carrier"]!));
    }

    [TheoryWhereMpiIs]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signal_to_the_launcher_ends_all_after_a_step_and_the_run_goes_on_to_the_same_bytes_and_numbers(bool byProcesses)
    {
        var run = Workplace.New("warned");
        var (answer, _) = MpiRun.Disturbed(Started(run, Long), "step 1/", launcher => MpiRun.Signal("USR1", launcher.Id));
        Assert.Equal(75, answer.Code);
        var said = Regex.Match(Assert.Single(MpiRun.Lines(answer)), $"^bigbigan: interrupted after step (\\d+); go on with: bigbigan train --resume '{run}'$");
        Assert.True(said.Success, answer.Error);
        var goal = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) + 2;
        var whole = Workplace.New("whole");
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", $"{goal}", "--replicas", "2", "--run", whole]).Succeeds();
        string[] resume = ["train", "--resume", run, "--steps", $"{goal}", "--evaluate-every", $"{goal - 1}"];
        (byProcesses ? MpiRun.Run(MpiRun.Of(2, resume)) : Bigbigan.Run(resume)).Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(whole, goal), FinishedRun.Checkpoint(run, goal));

        // measured by all of them, before the last step and at the end
        Assert.True(File.Exists(Path.Combine(run, "evaluations", $"step-{goal - 1:D8}.png")));
        var metrics = File.ReadAllText(Path.Combine(run, "metrics.json"));
        Bigbigan.Run("evaluate", run, "--replicas", "1").Succeeds();
        Assert.Equal(metrics, File.ReadAllText(Path.Combine(run, "metrics.json")));
    }

    [TheoryWhereMpiIs]
    [InlineData(0)]
    [InlineData(1)]
    public void A_rank_that_is_killed_is_named_at_once_and_the_run_goes_on_to_the_same_bytes(int rank)
    {
        var run = Workplace.New("killed");
        var process = 0;
        var (answer, took) = MpiRun.Disturbed(Started(run, $"{Steps}"), "step 1/", launcher => MpiRun.Signal("KILL", process = MpiRun.Ranks(launcher)[rank]));
        Assert.NotEqual(0, answer.Code);
        Assert.InRange(took, TimeSpan.Zero, Bound);
        var lines = MpiRun.Lines(answer);
        if (MpiRun.IsFive && lines.Length == 0)
        {
            Assert.Matches($@"process rank {rank} with PID {process} on node \S+ exited on\s+signal 9", answer.Error);
        }
        else
        {
            Assert.Equal(
                $"bigbigan: rank {rank} on {Environment.MachineName} is lost: its process {process} is gone; all ranks end, and the run goes on from its last checkpoint when it is resumed",
                Assert.Single(lines));
        }

        MpiRun.Run(MpiRun.Of(2, "train", "--resume", run, "--steps", $"{Steps}", "--no-evaluation")).Succeeds();
        Assert.Equal(ByThreads.Value, FinishedRun.Checkpoint(run, Steps));
    }

    [FactWhereMpiIs]
    [Trait("Speed", "slow")]
    public void Ranks_that_are_killed_again_and_again_end_where_nothing_was_killed()
    {
        var run = Workplace.New("killed");
        var random = new Random(7);
        for (var kill = 0; kill < 5; kill++)
        {
            var launcher = kill == 0 || !File.Exists(Path.Combine(run, "run.json")) ? Started(run, $"{Steps}") : MpiRun.Start(MpiRun.Of(2, "train", "--resume", run));
            var (rank, wait) = (random.Next(2), TimeSpan.FromSeconds(2 + (6 * random.NextDouble())));
            MpiRun.Disturbed(launcher, "", one =>
            {
                Thread.Sleep(wait);
                if (MpiRun.Ranks(one) is { Length: 2 } ranks)
                {
                    MpiRun.Signal("KILL", ranks[rank]);
                }
            });
        }

        MpiRun.Run(MpiRun.Of(2, "train", "--resume", run, "--no-evaluation")).Succeeds();
        Assert.Equal(ByThreads.Value, FinishedRun.Checkpoint(run, Steps));
    }

    [TheoryWhereMpiIs]
    [InlineData(0)]
    [InlineData(1)]
    [Trait("Speed", "slow")]
    public void A_rank_that_hangs_is_named_within_half_a_minute(int rank)
    {
        var run = Workplace.New("hung");
        var (answer, took) = MpiRun.Disturbed(Started(run, Long), "step 1/", launcher =>
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(run, "checkpoints", "step-00000002.json")), Bound)); // what is there is whole
            MpiRun.Signal("STOP", MpiRun.Ranks(launcher)[rank]);
        });
        Assert.NotEqual(0, answer.Code);
        Assert.InRange(took, TimeSpan.FromSeconds(10), Bound);
        Assert.Matches(
            $"^bigbigan: rank {rank} on {Environment.MachineName} is lost: its process \\d+ was stopped by a signal, 15 s ago; all ranks end,",
            Assert.Single(MpiRun.Lines(answer)));
        Bigbigan.Run("evaluate", run, "--standing-batches", "1").Succeeds();
    }

    [FactWhereMpiIs]
    public void Ranks_that_would_train_something_else_are_told_and_nothing_is_written()
    {
        var run = Workplace.New("mixed");
        string[] first = [.. FinishedRun.Arguments, "--run", run];
        string[] seed = [.. first[..^3], "6", "--run", run];
        var host = Environment.MachineName;
        AssertRefused(seed, $"rank 1 on {host} has the seed 6 and not 5 as rank 0 on {host}; start all ranks by one command, ");
        string[] images = ["train", "fashion", "--data", Pictures.Folder("others", 10), .. first[4..]];
        AssertRefused(images, $"rank 1 on {host} has the images ");
        string[] variant = ["train", "small/no-unaries", .. first[2..]];
        AssertRefused(variant, $"rank 1 on {host} has the variant small/no-unaries and not small/fashion, the spec ");
        Assert.False(Directory.Exists(run));

        void AssertRefused(string[] second, string line)
        {
            var answer = MpiRun.Run(MpiRun.OfEach(first, second));
            Assert.Equal(1, answer.Code);
            Assert.StartsWith($"bigbigan: {line}", Assert.Single(MpiRun.Lines(answer)));
        }
    }

    [FactWhereMpiIs]
    public void A_rank_of_another_build_is_told()
    {
        var copy = Workplace.Copy(Path.GetDirectoryName(Bigbigan.Program)!);
        var file = Path.Combine(copy, "BigBiGan.Models.dll");
        var bytes = File.ReadAllBytes(file);
        using (var reader = new PEReader([.. bytes]))
        {
            var metadata = reader.GetMetadataReader();
            var id = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
            bytes[bytes.AsSpan().IndexOf(id)] ^= 1; // what the compiler gave the file
        }

        File.WriteAllBytes(file, bytes);
        var answer = MpiRun.Run(MpiRun.OfEach(FinishedRun.Arguments, FinishedRun.Arguments, Path.Combine(copy, "bigbigan.dll")));
        Assert.Equal(1, answer.Code);
        Assert.Matches(
            @"^bigbigan: rank 1 on \S+ has the program \S+ \(build [0-9a-f]{12}\) and not \S+ \(build [0-9a-f]{12}\) as rank 0 on ", Assert.Single(MpiRun.Lines(answer)));
    }

    [FactWhereMpiIs]
    public void What_is_wrong_on_one_rank_is_told_by_rank_0_and_what_is_wrong_on_all_once()
    {
        string[] missing = ["train", "fashion", "--data", Workplace.New("nothing"), .. FinishedRun.Arguments[4..]];
        var one = MpiRun.Run(MpiRun.OfEach(FinishedRun.Arguments, missing));
        Assert.Equal(1, one.Code);
        Assert.StartsWith($"bigbigan: rank 1 on {Environment.MachineName}: ", Assert.Single(MpiRun.Lines(one)));

        var all = MpiRun.Run(MpiRun.Of(2, "train", "fashoin"));
        Assert.Equal(1, all.Code);
        Assert.Contains("fashoin", Assert.Single(MpiRun.Lines(all)));
        var replicas = MpiRun.Run(MpiRun.Of(2, [.. FinishedRun.Arguments, "--replicas", "3"]));
        Assert.Equal(
            "bigbigan: --replicas is 3, and 2 processes were started, each of which is one replica; leave it out, or give 2", Assert.Single(MpiRun.Lines(replicas)));
        Assert.Equal(1, replicas.Code);
    }

    [FactOnTwoHosts]
    [Trait("Speed", "slow")]
    public void Two_hosts_train_together_and_one_that_is_cut_off_is_named_and_nothing_goes_on()
    {
        using var hosts = new TwoHosts();
        var run = Workplace.New("hosts");
        MpiRun.Disturbed(hosts.Start([.. FinishedRun.Arguments, "--steps", $"{Steps}", "--run", run]), "step 1/", _ => { }).Answer.Succeeds();
        Assert.Equal(ByThreads.Value, FinishedRun.Checkpoint(run, Steps));

        var cut = Workplace.New("cut");
        var clock = Stopwatch.StartNew();
        var (answer, took) = MpiRun.Disturbed(hosts.Start([.. FinishedRun.Arguments, "--steps", Long, "--save-every", "1", "--run", cut]), "step 1/", _ =>
        {
            hosts.Cut();
            clock.Restart();
        });
        Assert.NotEqual(0, answer.Code);
        Assert.InRange(took, TimeSpan.FromSeconds(10), Bound);
        Assert.Equal(
            $"bigbigan: rank 1 on {TwoHosts.Second} is lost: it has given no sign of life for 15 s; all ranks end, and the run goes on from its last checkpoint when it is resumed",
            Assert.Single(MpiRun.Lines(answer)));
        Assert.True(SpinWait.SpinUntil(() => hosts.Processes(TwoHosts.Second).Length == 0, Bound - clock.Elapsed), "something still runs on the host that was cut off");
        Bigbigan.Run("evaluate", cut, "--standing-batches", "1").Succeeds();
    }

    private static Process Started(string run, string steps) => MpiRun.Start(MpiRun.Of(2, [.. FinishedRun.Arguments, "--steps", steps, "--save-every", "1", "--run", run]));

    private static JsonNode Identity(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;
}
