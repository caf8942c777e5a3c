using BigBiGan.Cli.Display;
using BigBiGan.Training.Loop;
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

    [Fact]
    public void A_run_by_the_clock_names_no_number_of_steps()
    {
        var clock = new TrainingClock(new TrainingGoal(long.MaxValue, TimeSpan.FromMinutes(2)));
        clock.See(Record(1, 1));
        Assert.Equal("61", clock.Steps(Record(61, 30), "/"));
        Assert.Equal("1:30 left", clock.TimeLeft(Record(61, 30)));
        Assert.Equal("2:05 in all", clock.TimeLeft(Record(300, 125)));
    }
}
