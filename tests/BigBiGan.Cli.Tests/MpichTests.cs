using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>The other family of MPI, whose handles are numbers: the same runs, and what its launcher does differently.</summary>
public sealed class MpichTests
{
    [FactWhereMpichIs]
    public void Processes_of_mpich_make_the_bytes_that_threads_make_and_leave_no_message_unheard()
    {
        var (processes, threads) = (Workplace.New("processes"), Workplace.New("threads"));
        string[] arguments = [.. FinishedRun.Arguments, "--steps", "4", "--run"];
        var answer = Bigbigan.Finish(MpiRun.StartByMpich([.. arguments, processes])).Succeeds();
        Bigbigan.Run([.. arguments, threads, "--replicas", "2"]).Succeeds();

        Assert.Equal(FinishedRun.Checkpoint(threads, 4), FinishedRun.Checkpoint(processes, 4));
        Assert.Equal("mpi", (string)JsonNode.Parse(File.ReadAllText(Path.Combine(processes, "run.json")))!["carrier"]!);
        Assert.DoesNotContain("not matched", answer.Out + answer.Error); // what its transport says of a message that nobody received
    }

    [FactWhereMpichIs]
    public void A_signal_to_its_launcher_ends_all_after_a_step_and_one_that_is_killed_ends_all_and_the_run_goes_on_to_the_same_bytes()
    {
        var run = Workplace.New("warned");
        string[] arguments = [.. FinishedRun.Arguments, "--steps", "100000", "--save-every", "1", "--run", run];
        var codes = Workplace.New("codes");
        var (warned, _) = MpiRun.Disturbed(MpiRun.StartByMpich(codes, arguments), "step 1/", launcher => MpiRun.Signal("USR1", launcher.Id));
        Assert.Equal(["75", "75"], File.ReadAllLines(codes));
        Assert.Matches($"^bigbigan: interrupted after step \\d+; go on with: bigbigan train --resume '{Regex.Escape(run)}'$", Assert.Single(MpiRun.Lines(warned)));

        var process = 0;
        var (killed, took) = MpiRun.Disturbed(
            MpiRun.StartByMpich("train", "--resume", run), "step ", _ => MpiRun.Signal("KILL", process = MpiRun.RanksOf(run, "PMI_RANK")[1]));
        Assert.Equal(9, killed.Code); // the launcher ends the others at once, and says it by itself
        Assert.Contains($"PID {process} RUNNING AT {Environment.MachineName}", killed.Out + killed.Error);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        var last = Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.json").Max(file => int.Parse(Path.GetFileNameWithoutExtension(file)["step-".Length..]));
        var goal = last + 2;
        Bigbigan.Finish(MpiRun.StartByMpich("train", "--resume", run, "--steps", $"{goal}")).Succeeds();
        var whole = Workplace.New("whole");
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", $"{goal}", "--replicas", "2", "--run", whole]).Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(whole, goal), FinishedRun.Checkpoint(run, goal));
    }
}
