using BigBiGan.Training.Loop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BigBiGan.Cli.Display;

/// <summary>The live picture of one logged step.</summary>
internal static class TrainingPanel
{
    private const int WidestBar = 24;

    // border, padding, the column of names and the time beside the bar
    private const int BesideBar = 32;

    /// <param name="record">What it shows.</param>
    /// <param name="clock">Has seen the record.</param>
    /// <param name="advice">What a person could do about the speed; null for nothing.</param>
    /// <param name="width">Of the terminal, in columns.</param>
    public static IRenderable Of(StepRecord record, TrainingClock clock, string? advice, int width)
    {
        var rows = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn());
        Row("step", $"{clock.Steps(record, " of ")}");
        Row("time", $"{Bar(clock.Fraction(record), Math.Clamp(width - BesideBar, 0, WidestBar))} {clock.TimeLeft(record)}".Trim());
        Row("speed", FormattableString.Invariant($"{record.ImagesPerSecond:0} images/s"));
        Row("loss", string.Join("  ", record.Losses.Select(loss => FormattableString.Invariant($"{loss.Players} {loss.Value:0.000}"))));
        Row("score", "x, E(x)  G(z), z");
        foreach (var score in record.Scores)
        {
            Row($"  {score.Name}", $"{SignedNumber.Of(score.EncoderPairs, 3),7}  {SignedNumber.Of(score.GeneratorPairs, 3),7}");
        }

        if (advice is not null)
        {
            Row("note", advice);
        }

        return new Panel(rows).Border(BoxBorder.Rounded);

        void Row(string name, string value) => rows.AddRow(new Text(name), new Text(value));
    }

    private static string Bar(double fraction, int width)
    {
        var full = (int)Math.Round(fraction * width);
        return new string('━', full) + new string('┄', width - full);
    }
}
