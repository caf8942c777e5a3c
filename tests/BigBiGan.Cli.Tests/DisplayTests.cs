using BigBiGan.Cli.Display;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Tests.Harness;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Loop;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;

namespace BigBiGan.Cli.Tests;

public sealed class DisplayTests
{
    private static StepRecord Record(long step, double seconds) => new(
        step, seconds, 123.4, [new("D", 1.25), new("GE", -0.5)], [new("x", 1.111, -2.222), new("z", 3.333, -4.444), new("xz", 5.555, -6.666)]);

    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void The_panel_fits_the_terminal_and_shows_the_six_mean_scores(int width)
    {
        var clock = new TrainingClock(new TrainingGoal(1000));
        clock.See(Record(1, 1));
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(TrainingPanel.Of(Record(101, 11), clock, null, width));
        Assert.All(console.Lines, line => Assert.True(line.Length <= width, line));
        Assert.All(
            new[] { "101 of 1000", "1:30 left", "123 images/s", "D 1.250  GE -0.500", "+1.111   -2.222", "+3.333   -4.444", "+5.555   -6.666" },
            text => Assert.Contains(console.Lines, line => line.Contains(text, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1.234, "+1.23")]
    [InlineData(-1.236, "-1.24")]
    [InlineData(0.004, "+0.00")]
    [InlineData(-0.004, "+0.00")]
    [InlineData(double.NaN, "NaN")]
    public void A_score_has_one_sign(double value, string text) => Assert.Equal(text, SignedNumber.Of(value, 2));

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void A_run_that_is_watched_is_a_panel_and_several_are_rows_of_what_has_room(int width)
    {
        WatchedRun[] runs = [new("mine", FinishedRun.Folder), new("yours", FinishedRun.Folder)];
        Assert.All(runs, run => run.Look());
        var one = Lines(WatchDisplay.Live(runs[..1], RunGoal.Of, DateTime.UtcNow, width));
        Assert.Equal("mine  finished", one[0]);
        Assert.Contains(one, line => line.Contains("30 of 30", StringComparison.Ordinal));
        Assert.Contains(one, line => line.Contains("score", StringComparison.Ordinal));
        Assert.StartsWith("step 30 reached after ", one.Last(line => line.Length > 0));

        var several = Lines(WatchDisplay.Live(runs, RunGoal.Of, DateTime.UtcNow, width));
        Assert.All(new[] { "mine", "yours" }, name => Assert.Matches($"^ *{name} +finished +30/30( |$)", Assert.Single(several, line => line.Contains(name, StringComparison.Ordinal))));
        Assert.Equal(width == 200, several.Any(line => line.Contains("scores", StringComparison.Ordinal)));
        Assert.Equal(width >= 80, several.Any(line => line.Contains("loss", StringComparison.Ordinal)));

        IReadOnlyList<string> Lines(IRenderable frame) => Shown(frame, width);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void A_long_name_goes_on_below_in_a_row_and_loses_its_beginning_above_a_panel(int width)
    {
        WatchedRun[] runs = [.. new[] { "small/deterministic-e, training.steps 600, seed 0", "small/fashion, training.steps 600, seed 12" }.Select(name => new WatchedRun(name, FinishedRun.Folder))];
        Assert.All(runs, run => run.Look());
        var several = Shown(WatchDisplay.Live(runs, RunGoal.Of, DateTime.UtcNow, width), width);
        Assert.Equal(2, several.Count(line => line.Contains(" finished ", StringComparison.Ordinal) && line.Contains(" 30/30", StringComparison.Ordinal)));
        Assert.All(new[] { "deterministic-e", "training.steps", "seed 12" }, word => Assert.Contains(several, line => line.Contains(word, StringComparison.Ordinal)));

        var path = new WatchedRun("/a/folder/with/a/long/name/and/a/folder/in/it/that/has/the/runs/fashion-001", FinishedRun.Folder);
        path.Look();
        Assert.EndsWith("runs/fashion-001  finished", Shown(WatchDisplay.Live([path], RunGoal.Of, DateTime.UtcNow, width), width)[0]);
    }

    [Fact]
    public void A_cell_s_goal_is_known_from_its_own_spec()
    {
        var cell = new WatchedRun("cell", Path.Combine(Assert.Single(Directory.GetDirectories(GridRunTests.Whole, "small-no-e-*")), "run"));
        cell.Look();
        Assert.Equal(new TrainingGoal(12), RunGoal.Of(cell));
    }

    [Fact]
    public void Where_nobody_knows_the_goal_no_time_is_left()
    {
        var clock = new TrainingClock(new TrainingGoal(long.MaxValue));
        clock.See(Record(1, 1));
        Assert.Equal("", clock.TimeLeft(Record(61, 30)));
    }

    [Fact]
    public void A_run_by_the_clock_names_no_number_of_steps()
    {
        var clock = new TrainingClock(new TrainingGoal(long.MaxValue, TimeSpan.FromMinutes(2)));
        clock.See(Record(1, 1));
        Assert.Equal("61", clock.Steps(Record(61, 30), "/"));
        Assert.Equal("1:30 left", clock.TimeLeft(Record(61, 30)));
        Assert.Equal("2:05 in all", clock.TimeLeft(Record(300, 125)));
    }

    private static IReadOnlyList<string> Shown(IRenderable frame, int width)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(frame);
        Assert.All(console.Lines, line => Assert.True(line.Length <= width, line));
        return [.. console.Lines.Select(line => line.TrimEnd())];
    }
}
