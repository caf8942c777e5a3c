using System.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>Learning curves of one quantity, a line per cell, as SVG; its script reads the same numbers aloud and under the pointer.</summary>
internal static class CurvePlot
{
    private const int Width = 400;
    private const int Height = 220;
    private const int Left = 46;
    private const int Right = 10;
    private const int Top = 10;
    private const int Bottom = 24;

    /// <summary>Part of the values at either end that may leave the picture: the first steps would press all others together.</summary>
    private const double Outliers = 0.02;

    private const string AlongTheWay =
        """<p class="note">Dots were measured along the way, by these protocols: they compare with numbers of the table that were measured by the same.</p>""";

    /// <summary>Lines that may share a plot: numbers of different protocols do not compare.</summary>
    /// <returns>In the order of pages, each plot with one line at least.</returns>
    public static IReadOnlyList<IReadOnlyList<CurveLine>> Figures(IEnumerable<CurveLine> lines) =>
    [
        .. lines
            .GroupBy(line => line.Curve.Quantity)
            .OrderBy(quantity => quantity.First().Curve.Kind)
            .SelectMany(quantity => quantity.GroupBy(line => line.Curve.Protocol))
            .Select(figure => figure.ToList()),
    ];

    /// <summary>A plot per figure, with what a reader has to know; empty where there is none.</summary>
    /// <param name="lines">What a line is, as a sentence; empty where there is one a plot.</param>
    /// <param name="legend">Above the plots.</param>
    public static string All(IReadOnlyList<IReadOnlyList<CurveLine>> figures, string lines = "", string legend = "")
    {
        if (figures.Count == 0)
        {
            return "";
        }

        var captions = Captions(figures);
        var protocols = figures
            .SelectMany((figure, i) => figure[0].Curve.Protocol is { } protocol ? [(captions[i], protocol)] : Array.Empty<(string, string)>()).ToList();
        return $"""<p class="note">{lines}Point at a line for its values, or focus a plot and use the arrow keys.</p>{legend}<div class="plots">"""
            + $"""{string.Concat(figures.Select((figure, i) => Write(Id(i), captions[i], figure)))}</div>"""
            + """<p id="reading" class="vh" role="status"></p>"""
            + (protocols.Count == 0 ? "" : AlongTheWay + HtmlPage.Facts(protocols));
    }

    /// <summary>What the script needs to find values under the pointer, by plot.</summary>
    public static IEnumerable<object> AllData(IReadOnlyList<IReadOnlyList<CurveLine>> figures) => figures.Select((figure, i) => Data(Id(i), figure));

    /// <summary>The quantity of each, with a number where it was measured in several ways.</summary>
    private static IReadOnlyList<string> Captions(IReadOnlyList<IReadOnlyList<CurveLine>> figures)
    {
        var quantities = figures.Select(figure => figure[0].Curve.Quantity).ToList();
        return
        [
            .. quantities.Select((quantity, i) => quantities.Count(other => other == quantity) == 1
                ? quantity
                : $"{quantity} ({quantities.Take(i + 1).Count(other => other == quantity)})"),
        ];
    }

    /// <param name="id">Of the figure, unique in the page.</param>
    /// <param name="caption">The title.</param>
    /// <param name="lines">With the row of each, its name, and the curve.</param>
    private static string Write(string id, string caption, IReadOnlyList<CurveLine> lines)
    {
        var x = new PlotScale(0, Math.Max(1, lines.Max(line => line.Curve.Steps[^1])), Left, Width - Right);
        var y = Vertical(lines);
        var svg = new StringBuilder();
        svg.Append($"""<figure class="plot curves" id="{id}"><figcaption id="{id}-t">{HtmlText.Of(caption)}</figcaption>""");
        svg.Append($"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d" tabindex="0">""");
        svg.Append($"""<desc id="{id}-d">{HtmlText.Of(Description(lines))}</desc><clipPath id="{id}-c">""");
        svg.Append($"""<rect x="{Left}" y="{Top}" width="{Width - Left - Right}" height="{Height - Top - Bottom}"/></clipPath>""");
        PlotFrame.Horizontal(svg, y, Left, Width - Right);
        PlotFrame.Steps(svg, x, Height - Bottom);
        svg.Append($"""<g clip-path="url(#{id}-c)">""");
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            var dashed = line.Row >= PlotFrame.Colours ? " dashed" : "";
            svg.Append($"""<path class="line c{line.Row % PlotFrame.Colours}{dashed}" data-row="{line.Row}" data-line="{i}" d="{Path(line.Curve, x, y)}"/>""");
        }

        svg.Append("</g>");
        foreach (var line in lines.Where(line => line.Curve.Kind == CurveKind.Evaluation))
        {
            svg.Append($"""<g class="c{line.Row % PlotFrame.Colours}" data-row="{line.Row}">{Dots(line.Curve, x, y)}</g>""");
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    private static object Data(string id, IReadOnlyList<CurveLine> lines)
    {
        var y = Vertical(lines);
        return new
        {
            id,
            left = Left,
            right = Width - Right,
            top = Top,
            bottom = Height - Bottom,
            steps = Math.Max(1, lines.Max(line => line.Curve.Steps[^1])),
            low = y.Low,
            high = y.High,
            lines = lines.Select(line => new { line.Name, line.Row, x = line.Curve.Steps, y = line.Curve.Values }),
        };
    }

    private static string Id(int curve) => $"curve-{curve}";

    private static PlotScale Vertical(IReadOnlyList<CurveLine> lines)
    {
        double[] sorted = [.. lines.SelectMany(line => line.Curve.Values).Where(double.IsFinite).Order()];
        var cut = lines[0].Curve.Kind == CurveKind.Evaluation ? 0 : (int)(Outliers * sorted.Length);
        return PlotScale.Around(sorted.Length == 0 ? [] : sorted[cut..(sorted.Length - cut)], Height - Bottom, Top);
    }

    private static string Path(LearningCurve curve, PlotScale x, PlotScale y)
    {
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var (step, value) in curve.Steps.Zip(curve.Values))
        {
            if (!double.IsFinite(value))
            {
                pen = 'M'; // the line has a gap
                continue;
            }

            path.Append(pen).Append(x.Text(step)).Append(' ').Append(y.Text(value));
            pen = 'L';
        }

        return path.ToString();
    }

    /// <summary>Measurements stand apart, where the values of steps make a line by themselves.</summary>
    private static string Dots(LearningCurve curve, PlotScale x, PlotScale y) => string.Concat(curve.Steps.Zip(curve.Values)
        .Where(point => double.IsFinite(point.Second))
        .Select(point => $"""<circle class="dot" cx="{x.Text(point.First)}" cy="{y.Text(point.Second)}" r="3"/>"""));

    private static string Description(IReadOnlyList<CurveLine> lines) =>
        $"Against steps. At the end: {string.Join("; ", lines.Select(line => $"{line.Name} {PlotScale.Tick(line.Curve.Values[^1])}"))}.";
}

/// <param name="Row">Which gives its colour.</param>
/// <param name="Name">Of the cell.</param>
internal sealed record CurveLine(int Row, string Name, LearningCurve Curve);
