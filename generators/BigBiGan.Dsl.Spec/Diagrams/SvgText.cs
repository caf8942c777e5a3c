using System.Globalization;
using System.Xml.Linq;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>A diagram as an SVG picture with colours for light and dark pages.</summary>
public static class SvgText
{
    private const string Style = """

            text { font: 14px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328; }
            .page { fill: #ffffff; }
            .panel { fill: #f6f8fa; stroke: #8c959f; }
            .block { fill: #ffffff; stroke: #c4cbd3; }
            .aside { stroke-dasharray: 4 3; }
            .node { fill: #ddf4ff; stroke: #54aeff; }
            .title { font-size: 18px; font-weight: 600; }
            .name { font-weight: 600; }
            .quiet { fill: #59636e; }
            .line { fill: none; stroke: #59636e; stroke-width: 1.5; }
            .also { stroke-dasharray: 5 4; }
            .tip { fill: #59636e; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3; }
              .page { fill: #0d1117; }
              .panel { fill: #161b22; stroke: #6e7681; }
              .block { fill: #0d1117; stroke: #3d444d; }
              .node { fill: #0c2d6b; stroke: #388bfd; }
              .quiet { fill: #9ea7b3; }
              .line { stroke: #9ea7b3; }
              .tip { fill: #9ea7b3; }
            }

        """;

    private const double Inset = 12;
    private const double CountColumn = 66;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Write(Diagram diagram)
    {
        var layout = new SvgLayout(diagram);
        var picture = Element(
            "svg",
            [
                new XAttribute("width", Number(layout.Width)),
                new XAttribute("height", Number(layout.Height)),
                new XAttribute("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"),
                new XAttribute("role", "img"),
                Element("title", [$"The networks of {diagram.Title}"]),
                Element("style", [Style]),
                Element("defs", [Tip()]),
                Rectangle(new SvgBox(0, 0, layout.Width, layout.Height), "page", 8),
                Text(24, 34, "title", diagram.Title),
                .. diagram.Panels.SelectMany(panel => Panel(panel, layout.Of(panel.Id))),
                .. diagram.Nodes.SelectMany(node => Node(node, layout.Of(node.Id))),
                .. diagram.Edges.SelectMany(edge => Edge(edge, diagram, layout)),
            ]);
        return picture + "\n";
    }

    private static IEnumerable<XElement> Panel(DiagramPanel panel, SvgBox box)
    {
        yield return Rectangle(box, "panel", 8);
        yield return Text(box.X + Inset, box.Y + 23, "", (panel.Title, "name"), (panel.Detail, "quiet"));
        var block = new SvgBox(box.X + Inset, box.Y + SvgLayout.PanelHead, box.Width - (2 * Inset), SvgLayout.BlockHeight);
        for (var i = 0; i < panel.Blocks.Count; i++)
        {
            var (one, baseline) = (panel.Blocks[i], block.CenterY + 5);
            yield return Rectangle(block, one.IsSideInput ? "block aside" : "block", 4);
            yield return Text(block.X + Inset, baseline, "", (one.Name, "name"), (one.Kind, "quiet"));
            yield return Text(block.Right - CountColumn, baseline, "end", (one.Shape, ""));
            yield return Text(block.Right - Inset, baseline, "end", (one.Parameters, "quiet"));
            var next = block with { Y = block.Bottom + SvgLayout.BlockGap };
            if (i + 1 < panel.Blocks.Count && !one.IsSideInput)
            {
                yield return Line($"M {Number(block.CenterX)} {Number(block.Bottom)} V {Number(next.Y)}", "line");
            }

            block = next;
        }
    }

    private static IEnumerable<XElement> Node(DiagramNode node, SvgBox box)
    {
        yield return Rectangle(box, "node", 17);
        yield return Text(box.CenterX, box.CenterY + 5, "middle", (node.Text, "name"), (node.Detail, "quiet"));
    }

    /// <summary>Straight down where the two stand below each other, else through the edge's lane.</summary>
    private static IEnumerable<XElement> Edge(DiagramEdge edge, Diagram diagram, SvgLayout layout)
    {
        var (from, to) = (layout.Of(edge.From), layout.Of(edge.To));
        var style = edge.Kind switch
        {
            EdgeKind.Flow => "line",
            EdgeKind.Also => "line also",
        };
        if (layout.LaneOf(edge) is not { } lane)
        {
            // what two boxes have in common, or the near half of the wider one
            var x = (Math.Max(from.X, to.X) + Math.Min(from.Right, to.Right)) / 2;
            yield return Line($"M {Number(x)} {Number(from.Bottom)} V {Number(to.Y)}", style);
            yield break;
        }

        var (start, end) = (Port(edge.From, from, diagram) + lane.Port, Port(edge.To, to, diagram) + lane.Port);
        yield return Line($"M {Number(Side(from, lane))} {Number(start)} H {Number(lane.X)} V {Number(end)} H {Number(Side(to, lane))}", style);
        if (edge.Label.Length > 0)
        {
            var (x, y) = (lane.X - 5, (start + end) / 2);
            var label = Text(x, y, "middle", (edge.Label, "quiet"));
            label.Add(new XAttribute("transform", $"rotate(-90 {Number(x)} {Number(y)})"));
            yield return label;
        }
    }

    /// <summary>The x of the side of a box that a lane lies at.</summary>
    private static double Side(SvgBox box, SvgLane lane) => lane.X < box.X ? box.X : box.Right;

    /// <summary>Where a line meets the side of a box: a panel's at its head.</summary>
    private static double Port(string id, SvgBox box, Diagram diagram) =>
        diagram.Panels.Any(panel => panel.Id == id) ? box.Y + (SvgLayout.PanelHead / 2) : box.CenterY;

    private static XElement Tip() => Element(
        "marker",
        [
            new XAttribute("id", "tip"), new XAttribute("viewBox", "0 0 8 8"), new XAttribute("refX", "7"), new XAttribute("refY", "4"),
            new XAttribute("markerWidth", "5"), new XAttribute("markerHeight", "5"), new XAttribute("orient", "auto"),
            Element("path", [new XAttribute("d", "M 0 0 L 8 4 L 0 8 z"), new XAttribute("class", "tip")]),
        ]);

    private static XElement Line(string path, string style) =>
        Element("path", [new XAttribute("d", path), new XAttribute("class", style), new XAttribute("marker-end", "url(#tip)")]);

    private static XElement Rectangle(SvgBox box, string style, double radius) => Element(
        "rect",
        [
            new XAttribute("class", style), new XAttribute("x", Number(box.X)), new XAttribute("y", Number(box.Y)),
            new XAttribute("width", Number(box.Width)), new XAttribute("height", Number(box.Height)), new XAttribute("rx", Number(radius)),
        ]);

    private static XElement Text(double x, double y, string style, string text) =>
        Element("text", [new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("class", style), text]);

    /// <param name="x">Of the anchor.</param>
    /// <param name="y">Of the baseline.</param>
    /// <param name="anchor">Empty for the start.</param>
    /// <param name="runs">Words with their style each, those that are not empty.</param>
    private static XElement Text(double x, double y, string anchor, params (string Text, string Style)[] runs)
    {
        var text = Element("text", [new XAttribute("x", Number(x)), new XAttribute("y", Number(y))]);
        if (anchor.Length > 0)
        {
            text.Add(new XAttribute("text-anchor", anchor));
        }

        foreach (var (words, style) in runs.Where(run => run.Text.Length > 0))
        {
            text.Add(text.HasElements ? " " : null, Element("tspan", style.Length > 0 ? [new XAttribute("class", style), words] : [words]));
        }

        return text;
    }

    private static XElement Element(string name, IEnumerable<object> content) => new(Svg + name, content);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
