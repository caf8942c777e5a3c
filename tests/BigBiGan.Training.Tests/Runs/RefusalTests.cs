using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class RefusalTests : RunTests
{
    [Fact]
    public void A_folder_that_holds_a_run_is_refused()
    {
        Train(Options("run", steps: 1));
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("run", steps: 1), Warnings.Add));
        Assert.Contains("holds a run already; go on with: bigbigan train --resume ", problem.Message);
    }

    [Fact]
    public void A_folder_that_holds_anything_else_is_refused()
    {
        File.WriteAllText(Folder["notes.txt"], "mine");
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("", steps: 1), Warnings.Add));
        Assert.EndsWith("is not empty and holds no run; choose another --run", problem.Message);
    }

    [Fact]
    public void Resuming_where_nothing_is_is_refused()
    {
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("none", steps: 1) with { Resume = true }, Warnings.Add));
        Assert.Contains("holds no run (no run.json there)", problem.Message);
    }

    [Fact]
    public void Resuming_with_another_identity_is_refused_with_every_difference()
    {
        var options = Options("run", steps: 1);
        Train(options);
        var other = options with { Resume = true, Seed = 9, Batch = 4, Data = TinyModel.Images(4), Variant = TinyModel.Variant("tests/tiny", "60") };
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(other, Warnings.Add));
        Assert.Contains("cannot be resumed with these options: the spec tests/tiny has changed since (hash 5e, now 60); the seed is 0, asked for is 9; the batch is 8, asked for is 4; the images are noise", problem.Message);
    }

    [Fact]
    public void A_folder_in_use_is_refused()
    {
        var options = Options("run", steps: 1);
        using var run = TrainingRun.Start(options, Warnings.Add);
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options with { Resume = true }, Warnings.Add));
        Assert.Contains("is in use by another process", problem.Message);
    }

    [Fact]
    public void Of_many_that_begin_in_one_folder_one_gets_it_and_run_json_is_its_own()
    {
        Train(Options("other", steps: 1));
        var identity = RunFolder.Open(Folder["other"]).Identity;
        for (var i = 0; i < 20; i++)
        {
            var won = new System.Collections.Concurrent.ConcurrentBag<ulong>();
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, seed =>
            {
                try
                {
                    var (folder, gate) = RunFolder.Create(Folder[$"race{i}"], identity with { Seed = (ulong)seed });
                    won.Add(folder.Identity.Seed);
                    gate.Dispose();
                }
                catch (RunException problem)
                {
                    Assert.Matches("is in use by another process; choose another --run$|holds a run already; go on with", problem.Message);
                }
            });
            Assert.Equal(Assert.Single(won), RunFolder.Open(Folder[$"race{i}"]).Identity.Seed);
        }
    }

    [Fact]
    public void A_folder_that_a_killed_start_left_is_free()
    {
        Directory.CreateDirectory(Folder["run"]);
        File.WriteAllText(Folder["run", FolderLock.Name], "");
        File.WriteAllText(Folder["run", "run.json.1.part"], "{");
        Assert.Equal(1, Train(Options("run", steps: 1)).Step);
    }

    [Fact]
    public void Images_of_another_size_are_refused_before_anything_is_written()
    {
        var options = Options("run", steps: 1) with { Data = Training.Data.Sources.DataSource.Load("fashion-mini", 32, 1) };
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(options, Warnings.Add));
        Assert.Equal("the variant tests/tiny reads 1x4x4 images; fashion-mini has 1x32x32", problem.Message);
        Assert.False(Directory.Exists(Folder["run"]));
    }
}
