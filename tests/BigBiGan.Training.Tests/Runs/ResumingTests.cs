using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class ResumingTests : RunTests
{
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
        Assert.Empty(Warnings);
        Assert.Equal(
            RunLog.Read(Folder["whole", "log.jsonl"]).Select(record => $"{record.Step} {string.Join(' ', record.Losses)} {string.Join(' ', record.Scores)}"),
            RunLog.Read(Folder["killed", "log.jsonl"]).Select(record => $"{record.Step} {string.Join(' ', record.Losses)} {string.Join(' ', record.Scores)}"));
    }

    [Fact]
    public void An_interrupted_run_goes_on_to_the_same_end()
    {
        Train(Options("whole", steps: 20));
        using var stop = new CancellationTokenSource();
        var options = Options("parts", steps: 20) with { LogEvery = 1 };
        using (var run = TrainingRun.Start(options, Warnings.Add))
        {
            var outcome = run.Train(record => Cancel(stop, record.Step == 9), stop.Token);
            Assert.Equal(TrainingEnd.Interrupted, outcome.End);
            Assert.StartsWith("interrupted after step 9; go on with: bigbigan train --resume", outcome.Message);
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
    public void Resuming_without_seed_batch_and_threads_takes_the_runs_own()
    {
        var options = Options("run", steps: 1) with { Seed = 5, Batch = 4, Threads = 2 };
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Seed = null, Batch = null, Threads = null }, Warnings.Add);
        Assert.Equal((5UL, 4, 2), (run.Folder.Identity.Seed, run.Folder.Identity.Batch, TorchSharp.torch.get_num_threads()));
        Assert.Empty(Warnings);
        TorchSharp.torch.set_num_threads(1);
    }

    [Fact]
    public void Resuming_with_other_threads_warns()
    {
        var options = Options("run", steps: 1);
        Train(options);
        using var run = TrainingRun.Start(options with { Resume = true, Threads = 2 }, Warnings.Add);
        Assert.Contains("(threads 1, now 2)", Assert.Single(Warnings));
        TorchSharp.torch.set_num_threads(1);
    }
}
