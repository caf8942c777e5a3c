namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>
/// Where everything of a diagram stands: G's column left and E's right, F below G and H below E, J below both, the scores last. What D
/// takes as well runs between the columns, each line in a lane of its own.
/// </summary>
internal sealed class SvgLayout
{
    public const double BlockHeight = 28;
    public const double BlockGap = 12;
    public const double PanelHead = 34;
    public const double PanelPad = 12;

    private const double Margin = 24;
    private const double Column = 440;
    private const double Head = 52;
    private const double NodeHeight = 34;
    private const double Gap = 26;
    private const double Lane = 30;
    private const double PortStep = 8;

    private readonly Dictionary<string, SvgBox> _boxes = new(StringComparer.Ordinal);
    private readonly Dictionary<DiagramSlot, (string Id, double Height)> _parts;
    private readonly Dictionary<DiagramEdge, SvgLane> _lanes = [];

    public SvgLayout(Diagram diagram)
    {
        _parts = diagram.Nodes.Select(node => (node.Slot, node.Id, Height: NodeHeight))
            .Concat(diagram.Panels.Select(panel => (panel.Slot, panel.Id, Height: PanelHeight(panel))))
            .ToDictionary(part => part.Slot, part => (part.Id, part.Height));
        var (between, outside) = Lanes(diagram);
        var left = Margin + (outside.Count * Lane);
        var gutter = Gap + Math.Max(1, between.Count) * Lane;
        var right = left + Column + gutter;
        var rightColumn = _parts.ContainsKey(DiagramSlot.Encoder) ? Column : Column / 2;
        Width = right + rightColumn + Margin;
        for (var i = 0; i < between.Count; i++)
        {
            _lanes[between[i]] = new SvgLane(left + Column + (Gap / 2) + ((i + 0.5) * Lane), (i - ((between.Count - 1) / 2.0)) * PortStep);
        }

        for (var i = 0; i < outside.Count; i++)
        {
            _lanes[outside[i]] = new SvgLane(Margin + ((i + 0.25) * Lane), 0);
        }

        PlaceTop(left, right, rightColumn);
        Height = PlaceDiscriminator(left, right, rightColumn) + Margin;
    }

    public double Width { get; }

    public double Height { get; }

    public SvgBox Of(string id) => _boxes[id];

    /// <summary>The lane between the columns, or at the left margin, that an edge runs in; null for one that runs straight.</summary>
    public SvgLane? LaneOf(DiagramEdge edge) => _lanes.TryGetValue(edge, out var lane) ? lane : null;

    private static double PanelHeight(DiagramPanel panel) => PanelHead + (panel.Blocks.Count * (BlockHeight + BlockGap)) - BlockGap + PanelPad;

    /// <summary>From and to a score of x there is only the left margin.</summary>
    private (List<DiagramEdge> Between, List<DiagramEdge> Outside) Lanes(Diagram diagram)
    {
        var also = diagram.Edges.Where(edge => edge.Kind == EdgeKind.Also).ToList();
        var outside = also.Where(edge => _parts.TryGetValue(DiagramSlot.ScoreX, out var score) && edge.To == score.Id).ToList();
        return ([.. also.Except(outside)], outside);
    }

    private void PlaceTop(double left, double right, double rightColumn)
    {
        var prior = new SvgBox(left, Head, Column, NodeHeight);
        if (_parts.ContainsKey(DiagramSlot.Labels))
        {
            Place(DiagramSlot.Labels, prior with { Width = (Column - Gap) / 2 });
            prior = prior with { X = left + ((Column + Gap) / 2), Width = (Column - Gap) / 2 };
        }

        Place(DiagramSlot.Prior, prior);
        Bottom = Math.Max(
            Stack(left, Column, Head + NodeHeight + Gap, DiagramSlot.Generator, DiagramSlot.Sample),
            _parts.ContainsKey(DiagramSlot.Encoder) ? Stack(right, rightColumn, Head, DiagramSlot.Image, DiagramSlot.Encoder, DiagramSlot.Posterior) : 0);
    }

    /// <summary>Of what was placed so far.</summary>
    private double Bottom { get; set; }

    private double PlaceDiscriminator(double left, double right, double rightColumn)
    {
        var top = Bottom;
        if (!_parts.ContainsKey(DiagramSlot.Encoder))
        {
            Stack(right, rightColumn, top, DiagramSlot.Image);
        }

        var below = Math.Max(
            Stack(left, Column, top, DiagramSlot.SeenImage, DiagramSlot.F),
            Stack(right, rightColumn, top, DiagramSlot.SeenLatent, DiagramSlot.H));
        var center = (left + right + rightColumn) / 2;
        var joint = Stack(center - (Column / 2), Column, below, DiagramSlot.J);
        var hasJoint = _parts.ContainsKey(DiagramSlot.J);
        var score = Column / 2 - Gap;
        Stack(center - (score / 2), score, joint, DiagramSlot.ScoreJoint);
        Stack(left + (hasJoint ? 0 : (Column - score) / 2), score, joint, DiagramSlot.ScoreX);
        Stack(right + rightColumn - score, score, joint, DiagramSlot.ScoreZ);
        return _boxes.Values.Max(box => box.Bottom);
    }

    /// <summary>Parts below each other, those that there are; gives where the next would begin.</summary>
    private double Stack(double x, double width, double y, params DiagramSlot[] spots)
    {
        foreach (var spot in spots.Where(_parts.ContainsKey))
        {
            Place(spot, new SvgBox(x, y, width, _parts[spot].Height));
            y += _parts[spot].Height + Gap;
        }

        return y;
    }

    private void Place(DiagramSlot spot, SvgBox box) => _boxes[_parts[spot].Id] = box;
}
