using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class CheckpointTests : RunTests
{
    [Fact]
    public void A_checkpoint_holds_parameters_buffers_the_average_and_the_moments()
    {
        Train(Options("run", steps: 3));
        using var file = SafeTensorFile.Read(Tensors("run", 3));
        foreach (var name in new[] { "G.first.weight", "G.norm.running_var", "G.norm.num_batches_tracked", "ema.G.second.bias", "adam.E.map.weight.exp_avg", "adam.D.map.bias.exp_avg_sq" })
        {
            Assert.Contains(name, file.Tensors.Keys);
        }

        Assert.Equal(3f, file.Tensors["adam.G.step"].item<float>());
        Assert.Equal(6f, file.Tensors["adam.D.step"].item<float>()); // two updates of D in a step
    }

    [Fact]
    public void The_two_newest_checkpoints_are_kept()
    {
        Train(Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero });
        Assert.Equal(Files(5, 6), Stored());
    }

    [Fact]
    public void Checkpoints_by_steps_are_kept_as_many_as_asked_for_and_a_resumed_run_keeps_to_it()
    {
        var options = Options("run", steps: 7) with { SaveEvery = TimeSpan.Zero, Schedule = new RunSchedule(SaveEvery: 2, Keep: 3) };
        Train(options);
        Assert.Equal(Files(4, 6, 7), Stored());
        Train(options with { Resume = true, Steps = 10, Schedule = new RunSchedule() });
        Assert.Equal(Files(7, 8, 10), Stored());
        Train(options with { Resume = true, Steps = 11, Schedule = new RunSchedule(Keep: 1) });
        Assert.Equal(Files(11), Stored());
        Assert.Equal(new RunSchedule(2, 1), RunFolder.Open(Folder["run"]).Identity.Schedule);
    }

    [Fact]
    public void A_checkpoint_is_found_by_its_step()
    {
        Train(Options("run", steps: 6) with { Schedule = new RunSchedule(SaveEvery: 2, Keep: 9) });
        var run = RunFolder.Open(Folder["run"]);
        Assert.Equal(4, run.Find(new CheckpointChoice(4), Assert.Fail)!.Step);
        Assert.EndsWith("holds no checkpoint of step 5; there are those of steps 2, 4, 6 (`train --keep N` keeps more)", Assert.Throws<RunException>(() => run.Checkpoints.At(5)).Message);
        Damage(Tensors("run", 4));
        Assert.Contains("step-00000004.safetensors cannot be used: the bytes of", Assert.Throws<RunException>(() => run.Checkpoints.At(4)).Message);
        Assert.Equal(6, run.Find(CheckpointChoice.Latest, Assert.Fail)!.Step);
    }

    [Fact]
    public void A_damaged_last_checkpoint_is_passed_over_with_one_warning()
    {
        Train(Options("whole", steps: 9));
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        Damage(Tensors("run", 6));
        using (var run = TrainingRun.Start(options with { Steps = 9, Resume = true }, Warnings.Add))
        {
            Assert.Equal(5, run.Step);
            run.Train();
        }

        var warning = Assert.Single(Warnings);
        Assert.Contains("step-00000006.json is damaged: the bytes of step-00000006.safetensors are not those that were written; going on from step-00000005", warning);
        Assert.Equal(File.ReadAllBytes(Tensors("whole", 9)), File.ReadAllBytes(Tensors("run", 9)));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("gone")]
    [InlineData("small half cut")]
    public void Other_damage_is_seen_too(string damage)
    {
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        var (tensors, json) = (Tensors("run", 6), Path.ChangeExtension(Tensors("run", 6), ".json"));
        switch (damage)
        {
            case "cut":
                File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..1000]);
                break;
            case "gone":
                File.Delete(tensors);
                break;
            default:
                File.WriteAllText(json, File.ReadAllText(json)[..20]);
                break;
        }

        using var run = TrainingRun.Start(options with { Resume = true }, Warnings.Add);
        Assert.Equal(5, run.Step);
        Assert.Contains("step-00000006.json is damaged: ", Assert.Single(Warnings));
    }

    [Theory]
    [InlineData(6)] // killed between the two halves, or lost
    [InlineData(5)] // and no other: the older one was never finished either
    public void A_checkpoint_without_its_small_half_is_taken_and_finished(int older)
    {
        Train(Options("whole", steps: 9));
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        for (var step = older; step <= 6; step++)
        {
            File.Delete(Path.ChangeExtension(Tensors("run", step), ".json"));
        }

        var log = File.ReadAllLines(Folder["run", "log.jsonl"]);
        using (var run = TrainingRun.Start(options with { Steps = 9, Resume = true }, Warnings.Add))
        {
            Assert.Equal(6, run.Step);
            Assert.InRange(run.Seconds, 1e-6, 3600);
            Assert.True(File.Exists(Path.ChangeExtension(Tensors("run", 6), ".json")));
            run.Train();
        }

        Assert.EndsWith("step-00000006.json is missing; going on from step-00000006.safetensors, which is a whole file", Assert.Single(Warnings));
        Assert.Equal(log, File.ReadAllLines(Folder["run", "log.jsonl"])[..log.Length]);
        Assert.Equal(File.ReadAllBytes(Tensors("whole", 9)), File.ReadAllBytes(Tensors("run", 9)));
        Assert.Equal(Files(8, 9), Stored());
    }

    [Fact]
    public void Tensors_cut_short_without_their_small_half_are_passed_over()
    {
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        File.Delete(Path.ChangeExtension(Tensors("run", 6), ".json"));
        File.WriteAllBytes(Tensors("run", 6), File.ReadAllBytes(Tensors("run", 6))[..^4]);
        using var run = TrainingRun.Start(options with { Resume = true }, Warnings.Add);
        Assert.Equal(5, run.Step);
        Assert.Contains("step-00000006.safetensors is damaged: ", Assert.Single(Warnings));
    }

    [Fact]
    public void Damaged_files_and_halves_go_when_the_run_has_passed_them()
    {
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        Damage(Tensors("run", 6));
        File.Copy(Tensors("run", 5), Tensors("run", 3)); // of a process that was killed while it dropped an older one
        File.WriteAllText(Folder["run", "run.json.1.part"], "{");
        using (TrainingRun.Start(options with { Resume = true }, Warnings.Add))
        {
            Assert.Equal(
                ["step-00000003.safetensors", "step-00000005.json", "step-00000005.safetensors", "step-00000006.json.damaged", "step-00000006.safetensors.damaged"], Stored());
        }

        Train(options with { Resume = true, Steps = 8 });
        Assert.Equal(Files(7, 8), Stored());
        Assert.False(File.Exists(Folder["run", "run.json.1.part"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_whose_checkpoints_were_deleted_does_not_begin_again(bool folder)
    {
        var options = Options("run", steps: 30);
        Train(options);
        var log = File.ReadAllBytes(Folder["run", "log.jsonl"]);
        Directory.Delete(Folder["run", "checkpoints"], recursive: true);
        if (!folder)
        {
            Directory.CreateDirectory(Folder["run", "checkpoints"]);
        }

        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options with { Resume = true, Steps = 40 }, Warnings.Add));
        Assert.Equal(
            $"{Folder["run", "checkpoints"]} holds no checkpoint, though the run has made some; put them back, or train a new run; run.json and log.jsonl are as they were", problem.Message);
        Assert.Equal(log, File.ReadAllBytes(Folder["run", "log.jsonl"]));
        Assert.Equal(30, RunFolder.Open(Folder["run"]).Identity.Steps);
    }

    [Fact]
    public void A_run_whose_checkpoints_are_all_damaged_is_refused()
    {
        var options = Options("run", steps: 2) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        Damage(Tensors("run", 1));
        Damage(Tensors("run", 2));
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options with { Resume = true }, Warnings.Add));
        Assert.Contains("holds no whole checkpoint", problem.Message);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void A_full_disk_is_one_line_and_leaves_the_last_checkpoint()
    {
        var options = Options("run", steps: 2);
        Train(options);
        var part = $"{Tensors("run", 4)}.{Environment.ProcessId}.part";
        File.CreateSymbolicLink(part, "/dev/full");
        using (var run = TrainingRun.Start(options with { Resume = true, Steps = 4 }, Warnings.Add))
        {
            File.CreateSymbolicLink(part, "/dev/full"); // starting cleared the first one away
            var problem = Assert.Throws<RunException>(() => run.Train());
            Assert.Contains("step-00000004.safetensors: the checkpoint cannot be written: No space left on device", problem.Message);
            Assert.Contains("step-00000002 is untouched", problem.Message);
            Assert.DoesNotContain('\n', problem.Message);
        }

        Assert.Equal(Files(2), Stored());
        Train(options with { Resume = true, Steps = 4 });
    }

    [Fact]
    public void A_diverged_run_keeps_its_last_checkpoint_and_says_which()
    {
        var options = Options("run", steps: 4);
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Steps = 50 }, Warnings.Add);
        ((TinyModel)run.Model).Before = forward =>
        {
            if (forward == 30)
            {
                using var withoutGradient = TorchSharp.torch.no_grad();
                run.Model.Networks[0].Network.parameters().First().fill_(double.NaN);
            }
        };
        var outcome = run.Train();
        Assert.Equal(TrainingEnd.Diverged, outcome.End);
        Assert.Contains("training diverged in step 15", outcome.Message);
        Assert.EndsWith("the last checkpoint is of step 4", outcome.Message);
    }

    private static IEnumerable<string> Files(params int[] steps) => steps.SelectMany(step => new[] { $"step-{step:D8}.json", $"step-{step:D8}.safetensors" });

    private IEnumerable<string?> Stored() => Directory.GetFiles(Folder["run", "checkpoints"]).Select(Path.GetFileName).Order();
}
