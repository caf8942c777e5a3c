using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Tests.Loop;

public sealed class CollapseWatchTests
{
    private readonly CollapseWatch _watch = new();

    [Fact]
    public void Scores_that_stay_beyond_bounds_are_told_once()
    {
        Assert.Null(_watch.See(Step(10, loss: 2, score: -99)));
        Assert.Null(_watch.See(Step(20, loss: 2, score: -101)));
        Assert.Equal("D's mean score xz is 250.0, and scores are beyond ±100 since step 20: D grows without bound; lower its rate", _watch.See(Step(30, loss: 2, score: 250)));
        Assert.Null(_watch.See(Step(40, loss: 2, score: 400)));
    }

    /// <summary>Numbers of small/no-e with D's rate times 100: the first step overshoots, and the run comes back.</summary>
    [Fact]
    public void A_first_step_that_overshoots_is_neither_a_D_without_bound_nor_what_a_victory_is_measured_by()
    {
        Assert.Null(_watch.See(Step(1, loss: 428.9, score: 968.3)));
        Assert.All(Enumerable.Range(1, 60), i => Assert.Null(_watch.See(Step(10 * i, loss: 1.4, score: 0.9))));
    }

    [Fact]
    public void A_variant_without_scores_is_not_judged_by_them() => Assert.Null(_watch.See(new StepRecord(10, 1, 1, [new("GE", 1)], [])));

    [Fact]
    public void D_has_won_when_its_loss_stays_near_nothing()
    {
        Assert.Null(_watch.See(Step(1, loss: 6)));
        Assert.Null(_watch.See(Step(100, loss: 0.05)));
        Assert.Null(_watch.See(Step(200, loss: 0.5))); // it recovers
        Assert.Null(_watch.See(Step(210, loss: 0.01)));
        Assert.Null(_watch.See(Step(400, loss: 0)));
        Assert.Equal(
            "D has won: its loss was 0.0010 or near it since step 210, where that of a D that knows nothing is 4.00; it tells all pairs apart, and G and E learn no more",
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
        Assert.Null(_watch.See(Evaluation(30, 0.6)));
        Assert.Equal(
            "the samples have become alike: their spread is 0.500 of that of real images, was 0.900 at step 20; G draws few pictures whatever z is",
            _watch.See(Evaluation(40, 0.5)));
        Assert.Null(_watch.See(Evaluation(50, 0.1)));
    }

    /// <summary>Noise is wide: samples that have become like images have lost nothing.</summary>
    [Fact]
    public void Samples_that_were_wider_than_images_and_are_as_wide_now_are_not_alike()
    {
        Assert.Null(_watch.See(Evaluation(10, 1.9)));
        Assert.Null(_watch.See(Evaluation(20, 0.95)));
    }

    /// <summary>
    /// Spreads of small/no-e with G's rate times 100, seed 0: at step 70 its sheet has many forms, at step 140 one; beside them small/fashion at its own rates.
    /// </summary>
    [Fact]
    public void The_collapse_of_a_real_G_is_told_when_its_sheet_shows_it_and_a_real_training_is_not()
    {
        Assert.Null(_watch.See(Evaluation(70, 0.9987)));
        Assert.StartsWith("the samples have become alike: their spread is 0.536 of that of real images, was 0.999 at step 70; ", _watch.See(Evaluation(140, 0.5360)));
        var healthy = new CollapseWatch();
        Assert.All([(150, 1.0360), (300, 1.0767), (450, 1.0375), (600, 1.0221)], one => Assert.Null(healthy.See(Evaluation(one.Item1, one.Item2))));
    }

    private static StepRecord Step(long step, double loss, double score = 1) => new(step, 1, 1, [new("D", loss), new("GE", 1)], [new("x", 0.5, -0.5), new("xz", 1, score)]);

    private static EvaluationRecord Evaluation(long step, double spread) => new(step, 1, 1, 0.5, spread, []);
}
