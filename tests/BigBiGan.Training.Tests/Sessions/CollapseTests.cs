using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Tests.Runs;

namespace BigBiGan.Training.Tests.Sessions;

/// <summary>A real training that is lost: the tiny variant has no spectral norm, and its E and D drive each other beyond all bounds after some 150 steps.</summary>
public sealed class CollapseTests : RunTests
{
    [Fact]
    public void A_training_that_runs_away_ends_as_collapsed_within_some_steps_of_it_and_not_before()
    {
        var options = Options("run", steps: 400) with { LogEvery = 10, Schedule = new RunSchedule(StopOnCollapse: true) };
        Assert.Equal(TrainingEnd.Finished, Train(options with { Steps = 100 }).End);
        var lost = Train(options with { Resume = true });
        Assert.Equal(TrainingEnd.Collapsed, lost.End);
        Assert.Matches(@"^training has collapsed by step \d+: D's mean score xz? is -?\d+\.\d, and scores are beyond ±100 since step \d+: D grows without bound; lower its rate; ", lost.Message);
        var log = RunLog.Read(Folder["run", "log.jsonl"]);
        // not at the first such line, and soon: another machine's bits may leave the bounds and come back once
        Assert.InRange(log.Count(record => record.Scores.Any(score => Math.Abs(score.EncoderPairs) > 100 || Math.Abs(score.GeneratorPairs) > 100)), 2, 4);
        Assert.Equal("collapsed", RunFolder.Open(Folder["run"]).Identity.Outcome!.End);
    }
}
