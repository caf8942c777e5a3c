using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Tests.Loop;

public sealed class CollapseWatchTests
{
    private readonly CollapseWatch _watch = new();

    [Fact]
    public void Scores_beyond_bounds_are_told_once()
    {
        Assert.Null(_watch.See(Step(10, loss: 2, score: -99)));
        Assert.Equal("D's mean score xz is -101.0, beyond ±100: D grows without bound; lower its rate", _watch.See(Step(20, loss: 2, score: -101)));
        Assert.Null(_watch.See(Step(30, loss: 2, score: 400)));
    }

    [Fact]
    public void D_has_won_when_its_loss_stays_near_nothing()
    {
        Assert.Null(_watch.See(Step(1, loss: 6)));
        Assert.Null(_watch.See(Step(100, loss: 0.05)));
        Assert.Null(_watch.See(Step(200, loss: 0.5))); // it recovers
        Assert.Null(_watch.See(Step(210, loss: 0.01)));
        Assert.Null(_watch.See(Step(400, loss: 0)));
        Assert.Equal(
            "D has won: its loss was 0.0010 or near it since step 210, and 6.00 at first; it tells all pairs apart, and G and E learn no more",
            _watch.See(Step(410, loss: 0.001)));
        Assert.Null(_watch.See(Step(420, loss: 0)));
    }

    [Fact]
    public void A_loss_that_has_no_bottom_is_no_victory()
    {
        Assert.Null(_watch.See(Step(1, loss: 0.1)));
        Assert.All(Enumerable.Range(1, 100), i => Assert.Null(_watch.See(Step(10 * i, loss: -5))));
    }

    [Fact]
    public void Samples_that_become_alike_are_told_and_those_that_always_were_are_not()
    {
        Assert.Null(_watch.See(Evaluation(10, 0.1)));
        Assert.Null(_watch.See(Evaluation(20, 0.9)));
        Assert.Null(_watch.See(Evaluation(30, 0.3)));
        Assert.Equal(
            "the samples have become alike: their spread is 0.200 of that of real images, was 0.900 at step 20; G draws few pictures whatever z is",
            _watch.See(Evaluation(40, 0.2)));
        Assert.Null(_watch.See(Evaluation(50, 0.1)));
    }

    private static StepRecord Step(long step, double loss, double score = 1) => new(step, 1, 1, [new("D", loss), new("GE", 1)], [new("x", 0.5, -0.5), new("xz", 1, score)]);

    private static EvaluationRecord Evaluation(long step, double spread) => new(step, 1, 1, 0.5, spread, []);
}
