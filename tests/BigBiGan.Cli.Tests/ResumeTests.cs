using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>However a run ends, it goes on from its last good checkpoint, to the same bytes as an uninterrupted run.</summary>
public sealed class ResumeTests
{
    private static string Goal => $"{FinishedRun.Steps}";

    [Theory]
    [InlineData(Bigbigan.Interrupt)]
    [InlineData(Bigbigan.Terminate)]
    [InlineData(Bigbigan.HangUp)]
    [InlineData(Bigbigan.User1)]
    public void A_signal_ends_a_run_after_its_step_and_it_goes_on_to_the_same_bytes(int signal)
    {
        var run = Workplace.New("interrupted");
        var stopped = Bigbigan.Interrupted(signal, "step 1/", [.. FinishedRun.Arguments, "--steps", Goal, "--run", run]);
        Assert.Matches($"^bigbigan: interrupted after step \\d+; go on with: bigbigan train --resume '{run}'$", stopped.Interruption());
        Assert.Empty(stopped.Out);

        // as the line says: the goal is the run's own
        Bigbigan.Run("train", "--resume", run, "--no-evaluation").Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));
    }

    [Theory]
    [InlineData(Bigbigan.HangUp)]
    [InlineData(Bigbigan.Terminate)]
    public void A_signal_ends_the_measuring_too_and_the_run_is_stored(int signal)
    {
        var run = Workplace.New("measured");
        var stopped = Bigbigan.Interrupted(signal, "measuring: ", [.. FinishedRun.Measured, "--steps", "2", "--run", run]);
        Assert.Equal($"bigbigan: interrupted; the run is stored, measure it with: bigbigan evaluate '{run}'", stopped.Interruption());
        Assert.NotEmpty(FinishedRun.Checkpoint(run, 2));
    }

    [Fact]
    public void A_signal_that_was_ignored_when_the_program_began_stays_so()
    {
        var run = Workplace.New("nohup");
        Bigbigan.Bash($"trap '' HUP; bigbigan {FinishedRun.Line} --steps 4 --run '{run}' & sleep 2; while kill -HUP $!; do sleep 0.2; done 2>/dev/null; wait $!").Succeeds();
        Assert.NotEmpty(FinishedRun.Checkpoint(run, 4));
    }

    [Fact]
    public void Progress_that_nobody_can_read_any_more_ends_no_training()
    {
        var run = Workplace.New("unseen");
        Bigbigan.Bash($"bigbigan {FinishedRun.Line} --steps 2 --run '{run}' 2>/dev/full").Succeeds();
        Assert.NotEmpty(FinishedRun.Checkpoint(run, 2));
    }

    [Fact]
    public void A_killed_run_goes_on_from_its_checkpoint_to_the_same_bytes()
    {
        var run = Workplace.New("killed");
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", "4", "--run", run]).Succeeds();
        var killed = Bigbigan.Interrupted(Bigbigan.Kill, "step 10/", "train", "--resume", run, "--steps", Goal, "--keep", "9");
        Assert.Equal(128 + Bigbigan.Kill, killed.Code);
        Assert.True(File.Exists(Path.Combine(run, "checkpoints", "step-00000004.json")));

        Bigbigan.Run("train", "--resume", run, "--no-evaluation").Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));
        Assert.Equal([1, 4, 10, 20, FinishedRun.Steps], File.ReadLines(Path.Combine(run, "log.jsonl")).Select(line => (int)JsonNode.Parse(line)!["step"]!));
    }

    [Fact]
    public void A_disk_that_takes_no_more_leaves_the_last_checkpoint()
    {
        var run = FinishedRun.Copy();
        // no file above 3 MB stands in for a full disk; the runtime's own mappings are larger
        var full = Bigbigan.Bash($"trap '' XFSZ; ulimit -f 3072; DOTNET_EnableWriteXorExecute=0 bigbigan train --resume '{run}' --steps 31");
        Assert.Equal(1, full.Code);
        Assert.Contains("step-00000031.safetensors: the checkpoint cannot be written: ", full.ErrorLines[^1]);
        Assert.EndsWith($"; step-00000030 is untouched; free the disk and go on with: bigbigan train --resume '{run}'", full.ErrorLines[^1]);
        Assert.Empty(Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.part"));
        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));
        Bigbigan.Run("train", "--resume", run, "--no-evaluation").Succeeds();
        Assert.NotEmpty(FinishedRun.Checkpoint(run, 31));
    }

    [Fact]
    public void Images_that_moved_are_told_and_their_new_place_is_kept()
    {
        var (old, now) = (Workplace.Copy(Pictures.TwoClasses), Workplace.New("moved"));
        var run = Workplace.New("run");
        Bigbigan.Run("train", "fashion", "--data", old, "--batch", "8", "--steps", "2", "--run", run, "--no-evaluation").Succeeds();
        Directory.Move(old, now);
        foreach (var command in new string[][] { ["train", "--resume", run], ["evaluate", run], ["embed", run, "--out", Workplace.New("e") + ".safetensors"] })
        {
            Assert.Equal(
                $"{run} was trained on the images in {old}, and there is no such folder now; say where they are with --data DIR (`train --resume '{run}' --data DIR` keeps the new place)",
                Bigbigan.Run(command).Refusal());
        }

        Bigbigan.Run("train", "--resume", run, "--data", now, "--steps", "3", "--no-evaluation").Succeeds();
        Bigbigan.Run("evaluate", run, "--standing-batches", "1").Succeeds();
        Bigbigan.Run("train", "--resume", run, "--no-evaluation").Succeeds();
    }

    [Fact]
    public void A_goal_behind_the_run_is_refused_and_a_nearer_one_told()
    {
        var run = Workplace.New("run");
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", "3", "--run", run]).Succeeds();
        Assert.Equal($"{run} is at step 3 already, and --steps is 2; it counts the steps of the whole run: give 3 or more", Bigbigan.Run("train", "--resume", run, "--steps", "2").Refusal());
        Assert.StartsWith($"{run} was trained for ", Bigbigan.Run("train", "--resume", run, "--minutes", "0.0001").Refusal());

        var file = Path.Combine(run, "run.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"steps\": 3", "\"steps\": 9", StringComparison.Ordinal));
        Assert.Contains($"bigbigan: warning: {run} was to be trained to step 9; its goal is nearer now", Bigbigan.Run("train", "--resume", run, "--steps", "4", "--no-evaluation").Succeeds().Error);
    }

    [Fact]
    public void A_checkpoint_cut_short_is_named()
    {
        var run = FinishedRun.Copy();
        var tensors = Path.Combine(run, "checkpoints", $"step-000000{Goal}.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..100_000]);
        foreach (var command in new string[][] { ["train", "--resume", run], ["sample", run, "--out", "a.png"], ["evaluate", run] })
        {
            var line = Bigbigan.Run(command).Refusal();
            Assert.StartsWith($"{Path.Combine(run, "checkpoints")} holds no whole checkpoint: ", line);
            Assert.EndsWith($"the bytes of step-000000{Goal}.safetensors are not those that were written", line);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"variant\": \"small/fashion\"}")]
    public void A_damaged_run_file_is_named(string text)
    {
        var run = FinishedRun.Copy();
        File.WriteAllText(Path.Combine(run, "run.json"), text);
        Assert.StartsWith($"{Path.Combine(run, "run.json")} cannot be read: ", Bigbigan.Run("train", "--resume", run).Refusal());
    }

    [Fact]
    public void A_run_of_an_unknown_variant_is_named()
    {
        var run = FinishedRun.Copy();
        var file = Path.Combine(run, "run.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"small/fashion\"", "\"small/gone\"", StringComparison.Ordinal));
        Assert.Equal($"{run} is a run of small/gone, which this program was not built with; 'bigbigan list' shows what it has", Bigbigan.Run("sample", run, "--out", "a.png").Refusal());
    }

    [Fact]
    public void A_run_that_diverges_ends_with_one_line_and_stores_nothing()
    {
        var run = FinishedRun.Copy();
        var file = Path.Combine(run, "checkpoints", $"step-000000{Goal}");
        var tensors = new SafeTensors(File.ReadAllBytes(file + ".safetensors"));
        tensors.Values<float>(tensors.Header.EnumerateObject().First(t => t.Name.StartsWith("G.", StringComparison.Ordinal) && t.Name.EndsWith(".weight", StringComparison.Ordinal)).Name).Fill(float.NaN);
        File.WriteAllBytes(file + ".safetensors", tensors.Bytes);
        var half = JsonNode.Parse(File.ReadAllText(file + ".json"))!;
        half["sha256"] = Convert.ToHexStringLower(SHA256.HashData(tensors.Bytes));
        File.WriteAllText(file + ".json", half.ToJsonString());

        var answer = Bigbigan.Run("train", "--resume", run, "--steps", "32", "--no-evaluation");
        Assert.Equal(1, answer.Code);
        Assert.Matches(@"^bigbigan: training diverged .*; the last checkpoint is of step 30$", answer.ErrorLines[^1]);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(run, "checkpoints")).Length);
    }
}
