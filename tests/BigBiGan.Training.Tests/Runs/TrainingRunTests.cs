using BigBiGan.Dsl.State;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    [Theory]
    [InlineData(0)] // before the first checkpoint
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void A_killed_and_resumed_run_ends_bit_for_bit_where_an_uninterrupted_one_ends(int killedAfter)
    {
        Train(Options("whole", steps: 20));
        var killed = Options("killed", steps: 20) with { SaveEvery = killedAfter == 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero };
        Kill(killed, step: killedAfter + 1);
        Assert.Equal(TrainingEnd.Finished, Train(killed with { Resume = true }).End);

        Assert.Equal(File.ReadAllBytes(Tensors("whole", 20)), File.ReadAllBytes(Tensors("killed", 20)));
        Assert.Empty(warnings);
        Assert.Equal(
            RunLog.Read(folder["whole", "log.jsonl"]).Select(record => record with { Seconds = 0, ImagesPerSecond = 0, Scores = [] }),
            RunLog.Read(folder["killed", "log.jsonl"]).Select(record => record with { Seconds = 0, ImagesPerSecond = 0, Scores = [] }));
    }

    [Fact]
    public void An_interrupted_run_goes_on_to_the_same_end()
    {
        Train(Options("whole", steps: 20));
        using var stop = new CancellationTokenSource();
        var options = Options("parts", steps: 20) with { LogEvery = 1 };
        using (var run = TrainingRun.Start(options, warnings.Add))
        {
            var outcome = run.Train(record => Cancel(stop, record.Step == 9), stop.Token);
            Assert.Equal(TrainingEnd.Interrupted, outcome.End);
            Assert.StartsWith("interrupted after step 9; go on with --resume", outcome.Message);
        }

        Train(options with { Resume = true });
        Assert.Equal(File.ReadAllBytes(Tensors("whole", 20)), File.ReadAllBytes(Tensors("parts", 20)));
    }

    [Fact]
    public void A_finished_run_can_be_given_more_steps()
    {
        Train(Options("whole", steps: 20));
        Train(Options("longer", steps: 8));
        Train(Options("longer", steps: 20) with { Resume = true });
        Assert.Equal(File.ReadAllBytes(Tensors("whole", 20)), File.ReadAllBytes(Tensors("longer", 20)));
    }

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
        Assert.Equal(
            ["step-00000005.json", "step-00000005.safetensors", "step-00000006.json", "step-00000006.safetensors"],
            Directory.GetFiles(folder["run", "checkpoints"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_damaged_last_checkpoint_is_passed_over_with_one_warning()
    {
        Train(Options("whole", steps: 9));
        var options = Options("run", steps: 6) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        Damage(Tensors("run", 6));
        using (var run = TrainingRun.Start(options with { Steps = 9, Resume = true }, warnings.Add))
        {
            Assert.Equal(5, run.Step);
            run.Train();
        }

        var warning = Assert.Single(warnings);
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

        using var run = TrainingRun.Start(options with { Resume = true }, warnings.Add);
        Assert.Equal(5, run.Step);
        Assert.Contains("step-00000006.json is damaged: ", Assert.Single(warnings));
    }

    [Fact]
    public void A_run_whose_checkpoints_are_all_damaged_is_refused()
    {
        var options = Options("run", steps: 2) with { SaveEvery = TimeSpan.Zero };
        Train(options);
        Damage(Tensors("run", 1));
        Damage(Tensors("run", 2));
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options with { Resume = true }, warnings.Add));
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
        using (var run = TrainingRun.Start(options with { Resume = true, Steps = 4 }, warnings.Add))
        {
            File.CreateSymbolicLink(part, "/dev/full"); // starting cleared the first one away
            var problem = Assert.Throws<RunException>(() => run.Train());
            Assert.Contains("step-00000004.safetensors: the checkpoint cannot be written: No space left on device", problem.Message);
            Assert.Contains("step-00000002 is untouched", problem.Message);
            Assert.DoesNotContain('\n', problem.Message);
        }

        Assert.Equal(["step-00000002.json", "step-00000002.safetensors"], Directory.GetFiles(folder["run", "checkpoints"]).Select(Path.GetFileName).Order());
        Train(options with { Resume = true, Steps = 4 });
    }

    [Fact]
    public void A_diverged_run_keeps_its_last_checkpoint_and_says_which()
    {
        var options = Options("run", steps: 4);
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Steps = 50 }, warnings.Add);
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
        Assert.Contains("training diverged between steps 11 and 20", outcome.Message);
        Assert.EndsWith("the last checkpoint is of step 4", outcome.Message);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_refused()
    {
        Train(Options("run", steps: 1));
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("run", steps: 1), warnings.Add));
        Assert.EndsWith("holds a run already; go on with it by --resume, or choose another --run", problem.Message);
    }

    [Fact]
    public void A_folder_that_holds_anything_else_is_refused()
    {
        File.WriteAllText(folder["notes.txt"], "mine");
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("", steps: 1), warnings.Add));
        Assert.EndsWith("is not empty and holds no run; choose another --run", problem.Message);
    }

    [Fact]
    public void Resuming_where_nothing_is_is_refused()
    {
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("none", steps: 1) with { Resume = true }, warnings.Add));
        Assert.Contains("holds no run (no run.json)", problem.Message);
    }

    [Fact]
    public void Resuming_with_another_identity_is_refused_with_every_difference()
    {
        var options = Options("run", steps: 1);
        Train(options);
        var other = options with { Resume = true, Seed = 9, Batch = 4, Data = TinyModel.Images(4), Variant = TinyModel.Variant("tests/tiny", "60") };
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(other, warnings.Add));
        Assert.Contains("cannot be resumed so: the spec tests/tiny has changed since (hash 5e, now 60); the seed is 0, asked for is 9; the batch is 8, asked for is 4; the images are noise", problem.Message);
    }

    [Fact]
    public void Resuming_without_seed_batch_and_threads_takes_the_runs_own()
    {
        var options = Options("run", steps: 1) with { Seed = 5, Batch = 4, Threads = 2 };
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Seed = null, Batch = null, Threads = null }, warnings.Add);
        Assert.Equal((5UL, 4, 2), (run.Folder.Identity.Seed, run.Folder.Identity.Batch, TorchSharp.torch.get_num_threads()));
        Assert.Empty(warnings);
        TorchSharp.torch.set_num_threads(1);
    }

    [Fact]
    public void Resuming_with_other_threads_warns()
    {
        var options = Options("run", steps: 1);
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Threads = 2 }, warnings.Add);
        Assert.Contains("(threads 1, now 2)", Assert.Single(warnings));
        TorchSharp.torch.set_num_threads(1);
    }

    [Fact]
    public void A_folder_in_use_is_refused()
    {
        var options = Options("run", steps: 1);
        using var run = TrainingRun.Start(options, warnings.Add);
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options with { Resume = true }, warnings.Add));
        Assert.Contains("is in use by another process", problem.Message);
    }

    [Fact]
    public void Images_of_another_size_are_refused_before_anything_is_written()
    {
        var options = Options("run", steps: 1) with { Data = Training.Data.DataSource.Load("fashion-mini", 32, 1) };
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options, warnings.Add));
        Assert.Equal("the variant tests/tiny reads 1x4x4 images; fashion-mini has 1x32x32", problem.Message);
        Assert.False(Directory.Exists(folder["run"]));
    }

    public void Dispose() => folder.Dispose();

    private static void Cancel(CancellationTokenSource stop, bool now)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    private static void Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^5] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private TrainingOptions Options(string name, long steps) => new()
    {
        Variant = TinyModel.Entry,
        Spec = "variant: Tiny\n",
        Data = TinyModel.Images(),
        DataSource = "noise",
        Folder = folder[name],
        Steps = steps,
        Threads = 1,
        Version = "1",
    };

    private TrainingOutcome Train(TrainingOptions options)
    {
        using var run = TrainingRun.Start(options, warnings.Add);
        return run.Train();
    }

    /// <summary>Ends a run in the middle of a step, without the order that an end has.</summary>
    private void Kill(TrainingOptions options, int step)
    {
        using var run = TrainingRun.Start(options, warnings.Add);
        ((TinyModel)run.Model).Before = forward =>
        {
            if (forward == (3 * (step - 1)) + 1)
            {
                throw new OperationCanceledException();
            }
        };
        Assert.Throws<OperationCanceledException>(() => run.Train());
    }

    private string Tensors(string name, int step) => folder[name, "checkpoints", $"step-{step:D8}.safetensors"];
}
