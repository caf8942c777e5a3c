using System.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>What plots have in common: fine lines at round values, with their numbers.</summary>
internal static class PlotFrame
{
    /// <summary>That the style sheet has; beyond them lines are dashed.</summary>
    public const int Colours = 8;

    /// <summary>A line per round value of a vertical scale.</summary>
    public static void Horizontal(StringBuilder svg, PlotScale y, int left, int right)
    {
        foreach (var tick in y.Ticks(5))
        {
            svg.Append($"""<line class="grid" x1="{left}" x2="{right}" y1="{y.Text(tick)}" y2="{y.Text(tick)}"/>""");
            svg.Append($"""<text class="tick" x="{left - 6}" y="{y.Text(tick)}" dy="3.5" text-anchor="end">{PlotScale.Tick(tick)}</text>""");
        }
    }

    /// <summary>A number per round value of a scale from left to right.</summary>
    /// <param name="y">Of the line above the numbers.</param>
    public static void Steps(StringBuilder svg, PlotScale x, int y)
    {
        svg.Append($"""<line class="axis" x1="{x.Text(x.Low)}" x2="{x.Text(x.High)}" y1="{y}" y2="{y}"/>""");
        foreach (var tick in x.Ticks(4))
        {
            var anchor = x.Place(tick) > x.To - 14 ? "end" : "middle";
            svg.Append($"""<text class="tick" x="{x.Text(tick)}" y="{y + 15}" text-anchor="{anchor}">{PlotScale.Tick(tick)}</text>""");
        }
    }

    /// <summary>A line per round value of a scale from left to right, with its number below.</summary>
    public static void Vertical(StringBuilder svg, PlotScale x, int top, int bottom)
    {
        foreach (var tick in x.Ticks(4))
        {
            svg.Append($"""<line class="grid" y1="{top}" y2="{bottom}" x1="{x.Text(tick)}" x2="{x.Text(tick)}"/>""");
            svg.Append($"""<text class="tick" x="{x.Text(tick)}" y="{bottom + 14}" text-anchor="middle">{PlotScale.Tick(tick)}</text>""");
        }
    }
}
