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

    /// <summary>A plot per quantity, with what a reader has to know; empty where there is none.</summary>
    /// <param name="lines">What a line is, as a sentence; empty where there is one a plot.</param>
    /// <param name="legend">Above the plots.</param>
    public static string All(IReadOnlyList<(string Quantity, List<CurveLine> Lines)> curves, string lines = "", string legend = "") => curves.Count == 0
        ? ""
        : $"""<p class="note">{lines}Point at a line for its values, or focus a plot and use the arrow keys.</p>{legend}<div class="plots">"""
            + $"""{string.Concat(curves.Select((curve, i) => Write(Id(i), curve.Quantity, curve.Lines)))}</div>"""
            + """<p id="reading" class="vh" role="status"></p>""";

    /// <summary>What the script needs to find values under the pointer, by plot.</summary>
    public static IEnumerable<object> AllData(IReadOnlyList<(string Quantity, List<CurveLine> Lines)> curves) =>
        curves.Select((curve, i) => Data(Id(i), curve.Lines));

    /// <param name="id">Of the figure, unique in the page.</param>
    /// <param name="quantity">The title.</param>
    /// <param name="lines">With the row of each, its name, and the curve.</param>
    private static string Write(string id, string quantity, IReadOnlyList<CurveLine> lines)
    {
        var x = new PlotScale(0, Math.Max(1, lines.Max(line => line.Curve.Steps[^1])), Left, Width - Right);
        var y = Vertical(lines);
        var svg = new StringBuilder();
        svg.Append($"""<figure class="plot curves" id="{id}"><figcaption id="{id}-t">{HtmlText.Of(quantity)}</figcaption>""");
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

        return svg.Append("</g></svg></figure>\n").ToString();
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
        var cut = (int)(Outliers * sorted.Length);
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

    private static string Description(IReadOnlyList<CurveLine> lines) =>
        $"Against steps. At the end: {string.Join("; ", lines.Select(line => $"{line.Name} {PlotScale.Tick(line.Curve.Values[^1])}"))}.";
}

/// <param name="Row">Which gives its colour.</param>
/// <param name="Name">Of the cell.</param>
internal sealed record CurveLine(int Row, string Name, LearningCurve Curve);
