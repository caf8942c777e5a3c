using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BigBiGan.Dsl.Spec.Diagrams;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Diagrams;

public sealed partial class DiagramTests
{
    public static TheoryData<string> Variants =>
    [
        Samples.Base, Samples.Fashion, Samples.PlainGan, Samples.Labelled, Samples.BiGan, Samples.Autoencoder, Samples.LatentRegressor,
        Samples.Fashion.With("encoder:\n", "encoder:\n  image: 64\n"),
        Samples.Fashion.With("family: resnet, depth: [1, 1, 1]", "family: revnet, depth: [5, 12, 20, 3]"),
        Samples.Fashion.With("width: 256 }", "width: 256 }\n  posterior: point") + "objective: { scores: [xz], regression: joint, reconstruction: l1 }\n",
    ];

    [Fact]
    public void A_gan_with_labels_reads_as_a_flowchart() => Assert.Equal(
        """
        ---
        title: "x"
        ---
        flowchart TB
          z(["z ~ N(0, 1)<br/>32"])
          sample(["G(z)<br/>3 x 32 x 32"])
          y(["label y<br/>10 classes"])
          x(["image x<br/>3 x 32 x 32"])
          seenImage(["G(z) or x<br/>3 x 32 x 32"])
          scoreX(["s_x<br/>linear, 177"])
          subgraph G["G: 44.9 k parameters"]
            direction TB
            G1["Shared: row per class for every chunk<br/>136, 1.28 k"]
            G2["Stem: spectral linear<br/>256, 2.30 k"]
            G3["Block1: residual, up<br/>16 x 8 x 8, 13.6 k"]
            G4["Block2: residual, up<br/>16 x 16 x 16, 13.6 k"]
            G5["Block3: residual, up<br/>16 x 32 x 32, 13.6 k"]
            G6["OutputNorm: batch norm, ReLU<br/>16 x 32 x 32, 32"]
            G7["OutputConv: spectral conv 3x3<br/>3 x 32 x 32, 435"]
            G2 --> G3 --> G4 --> G5 --> G6 --> G7
          end
          subgraph F["F: 17.0 k parameters"]
            direction TB
            F1["Block1: residual, down<br/>16 x 16 x 16, 2.83 k"]
            F2["Block2: residual, down<br/>16 x 8 x 8, 4.91 k"]
            F3["Block3-4: residual<br/>16 x 8 x 8, 9.28 k"]
            F1 --> F2 --> F3
          end
          z --> G
          G --> sample
          y --> G
          sample --> seenImage
          x -.-> seenImage
          seenImage --> F
          F --> scoreX
          y -.->|"projection"| scoreX

        """,
        MermaidText.Write(Of(Samples.Labelled)));

    [Fact]
    public void Labels_stand_on_the_lines_that_need_one()
    {
        Assert.Contains(("x", "seenImage", "averaged 2x2"), Edges(Samples.Fashion.With("encoder:\n", "encoder:\n  image: 64\n")));
        Assert.Contains(("sample", "E", "regression of z"), Edges(Samples.LatentRegressor));
        Assert.Contains(("posterior", "G", "reconstruction of x"), Edges(Samples.Autoencoder));
        Assert.All(Edges(Samples.Fashion), edge => Assert.Empty(edge.Label));
    }

    [Fact]
    public void There_are_the_scores_that_the_variant_has()
    {
        Assert.Equal(["s_x", "s_z", "s_xz"], Scores(Samples.Fashion));
        Assert.Equal(["s_xz"], Scores(Samples.Fashion + "objective: { scores: [xz] }\n"));
        Assert.Equal(["s_xz"], Scores(Samples.BiGan));
        Assert.Empty(Scores(Samples.Autoencoder));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_line_joins_what_there_is_and_nothing_stands_alone(string text)
    {
        var diagram = Of(text);
        var ids = diagram.Nodes.Select(node => node.Id).Concat(diagram.Panels.Select(panel => panel.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), diagram.Edges.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Order());
        var mermaid = MermaidText.Write(diagram);
        Assert.All(diagram.Panels, panel => Assert.Equal(panel.Blocks.Count, Regex.Count(mermaid, $@"^    {panel.Id}\d+\["".*""\]$", RegexOptions.Multiline)));
        Assert.DoesNotContain("\"\"", mermaid);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void In_the_picture_no_box_covers_another_and_no_word_leaves_its_box(string text)
    {
        var picture = XDocument.Parse(SvgText.Write(Of(text))).Root!;
        var boxes = picture.Elements().Where(element => element.Name.LocalName == "rect").Select(Box).ToList();
        var (page, inside) = (boxes[0], boxes.Skip(1).ToList());
        Assert.All(inside, box => Assert.True(page.Contains(box)));
        foreach (var (one, i) in inside.Select((box, i) => (box, i)))
        {
            Assert.All(inside.Skip(i + 1), other => Assert.True(one.Contains(other) || !one.Meets(other), $"{one} covers {other}"));
        }

        var words = picture.Elements().Where(element => element.Name.LocalName == "text" && element.Attribute("class") is null && element.Attribute("transform") is null).Select(Words).ToList();
        Assert.All(words, one => Assert.Contains(inside, box => box.Contains(one)));
        foreach (var (one, i) in words.Select((box, i) => (box, i)))
        {
            Assert.All(words.Skip(i + 1), other => Assert.False(one.Meets(other), $"{one} runs into {other}"));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void In_the_picture_every_line_beside_the_boxes_has_a_lane_and_ports_of_its_own(string text)
    {
        var diagram = Of(text);
        var lines = XDocument.Parse(SvgText.Write(diagram)).Root!.Elements().Select(element => Bent().Match(element.Attribute("d")?.Value ?? "")).Where(match => match.Success).ToList();
        Assert.Equal(diagram.Edges.Count(edge => edge.Kind == EdgeKind.Also), lines.Count);
        Assert.Equal(lines.Count, lines.Select(line => line.Groups["lane"].Value).Distinct().Count());
        Assert.Equal(lines.Count, lines.Select(line => line.Groups["from"].Value).Distinct().Count());
        Assert.Equal(lines.Count, lines.Select(line => line.Groups["to"].Value).Distinct().Count());
    }

    [Fact]
    public void Words_of_a_spec_cannot_break_out_of_a_picture_or_a_flowchart()
    {
        var wild = Of(Samples.PlainGan) with
        {
            Title = "a\"]<b>&\\#",
            Nodes = EquatableArray.Of(new DiagramNode("z", "<script>\"#&", "", DiagramSlot.Prior)),
            Panels = EquatableArray<DiagramPanel>.Empty,
            Edges = EquatableArray<DiagramEdge>.Empty,
        };
        Assert.Equal("---\ntitle: \"a\\\"]<b>&\\\\#\"\n---\nflowchart TB\n  z([\"#lt;script#gt;#quot;#35;#38;\"])\n", MermaidText.Write(wild));
        var svg = SvgText.Write(wild);
        Assert.DoesNotContain("<script>", svg);
        Assert.Equal("The networks of a\"]<b>&\\#", XDocument.Parse(svg).Root!.Elements().First().Value);
    }

    private static Diagram Of(string text)
    {
        Check.Spec(text);
        var compiled = SpecSet.Read([("x.yaml", text)]).Specs.Single().Compiled;
        return VariantDiagram.Of(compiled.Variant!, compiled.Plan!);
    }

    private static IEnumerable<(string From, string To, string Label)> Edges(string text) => Of(text).Edges.Select(edge => (edge.From, edge.To, edge.Label));

    private static IEnumerable<string> Scores(string text) => Of(text).Nodes.Where(node => node.Id.StartsWith("score", StringComparison.Ordinal)).Select(node => node.Text);

    private static Area Box(XElement box) => new(Number(box, "x"), Number(box, "y"), Number(box, "width"), Number(box, "height"));

    /// <summary>A letter of 14 px is 6.9 px wide on average in DejaVu Sans, which is a wide font.</summary>
    private static Area Words(XElement text)
    {
        var width = 7.5 * text.Value.Trim().Length;
        var x = Number(text, "x");
        return new Area(text.Attribute("text-anchor")?.Value switch { "end" => x - width, "middle" => x - (width / 2), _ => x }, Number(text, "y") - 12, width, 15);
    }

    private static double Number(XElement element, string name) => element.Attribute(name) is { } value ? Number(value.Value) : 0;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^M \S+ (?<from>\S+) H (?<lane>\S+) V (?<to>\S+) H \S+$")]
    private static partial Regex Bent();

    private sealed record Area(double X, double Y, double Width, double Height)
    {
        public bool Contains(Area other) => other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;

        public bool Meets(Area other) => other.X < X + Width && X < other.X + other.Width && other.Y < Y + Height && Y < other.Y + other.Height;
    }
}
