using BigBiGan.Training.Loop;
using ScottPlot;
using SkiaSharp;

namespace BigBiGan.Training.Pictures;

/// <summary>The losses, and below them the mean scores of both kinds of pairs.</summary>
public static class LossPlot
{
    private const int Width = 1000;
    private const int PanelHeight = 380;

    /// <summary>Curves are means over this part of all records.</summary>
    private const int Windows = 60;

    /// <summary>Part of the values at either end that may leave the picture.</summary>
    private const double Outliers = 0.02;

    private static readonly Color DiscriminatorColour = Color.FromHex("#1f5fa8");
    private static readonly Color GeneratorColour = Color.FromHex("#c8501e");

    private static readonly (string Name, Color Colour)[] ScoreColours =
        [("x", Color.FromHex("#1b7f5c")), ("z", Color.FromHex("#8e3fa0")), ("xz", Color.FromHex("#b07a00"))];

    /// <param name="path">A PNG; replaced in one piece.</param>
    /// <param name="records">In the order of steps; without any, nothing is written.</param>
    /// <param name="title">One line above: variant and seed.</param>
    public static void Write(string path, IReadOnlyList<StepRecord> records, string title)
    {
        if (records.Count == 0)
        {
            return;
        }

        PictureFont.Register();
        double[] steps = [.. records.Select(r => (double)r.Step)];
        using var losses = Panel(title, "loss");
        foreach (var (players, i) in records[0].Losses.Select((loss, i) => (loss.Players, i)))
        {
            Curve(
                losses,
                steps,
                records.Select(r => r.Losses[i].Value),
                string.Join(" and ", players.ToCharArray()),
                players == "D" ? DiscriminatorColour : GeneratorColour,
                LinePattern.Solid,
                raw: true);
        }

        using var scores = Panel("", "mean score");
        scores.XLabel("step");
        foreach (var (name, colour) in ScoreColours.Where(s => records[0].Scores.Any(score => score.Name == s.Name)))
        {
            var ofName = records.Select(r => r.Scores.First(score => score.Name == name)).ToArray();
            Curve(scores, steps, ofName.Select(s => s.EncoderPairs), $"{name}, encoder pairs", colour, LinePattern.Solid, raw: false);
            Curve(scores, steps, ofName.Select(s => s.GeneratorPairs), $"{name}, generator pairs", colour, LinePattern.DenselyDashed, raw: false);
        }

        using var surface = SKSurface.Create(new SKImageInfo(Width, 2 * PanelHeight));
        Scale(losses, records.SelectMany(r => r.Losses).Select(loss => loss.Value));
        Scale(scores, records.SelectMany(r => r.Scores).SelectMany(s => new[] { s.EncoderPairs, s.GeneratorPairs }));
        Draw(losses, surface, top: 0);
        Draw(scores, surface, PanelHeight);
        using var picture = surface.Snapshot();
        PngFile.Write(path, picture);
    }

    private static Plot Panel(string title, string yLabel)
    {
        var plot = new Plot();
        plot.Font.Set(PictureFont.Name);
        plot.Title(title, size: 17);
        plot.YLabel(yLabel);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Axes.Margins(horizontal: 0.01);
        plot.ShowLegend(Edge.Right);
        plot.Legend.FontSize = 13;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(75, 185, 50, 40));
        return plot;
    }

    /// <summary>The outermost values, mostly of the first steps, would press all the others together.</summary>
    private static void Scale(Plot plot, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length > 0)
        {
            var cut = (int)(Outliers * sorted.Length);
            var (low, high) = (sorted[cut], sorted[^(cut + 1)]);
            var margin = Math.Max(0.1 * (high - low), 1e-3);
            plot.Axes.SetLimitsY(low - margin, high + margin);
        }
    }

    /// <summary>On a surface of its own, as a plot begins by clearing all of its canvas.</summary>
    private static void Draw(Plot plot, SKSurface picture, int top)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, PanelHeight));
        plot.Render(surface);
        using var panel = surface.Snapshot();
        picture.Canvas.DrawImage(panel, 0, top);
    }

    /// <param name="raw">Whether the values themselves stand pale behind their moving mean.</param>
    private static void Curve(Plot plot, double[] steps, IEnumerable<double> values, string label, Color colour, LinePattern pattern, bool raw)
    {
        double[] all = [.. values];
        if (raw)
        {
            var pale = plot.Add.ScatterLine(steps, all, colour.WithAlpha(0.2));
            pale.LineWidth = 1;
        }

        var line = plot.Add.ScatterLine(steps, MovingMean(all), colour);
        line.LineWidth = 2;
        line.LinePattern = pattern;
        line.LegendText = label;
    }

    private static double[] MovingMean(double[] values)
    {
        var half = values.Length / (2 * Windows);
        return [.. values.Select((_, i) =>
        {
            var first = Math.Max(0, i - half);
            return values[first..Math.Min(values.Length, i + half + 1)].Average();
        })];
    }
}
