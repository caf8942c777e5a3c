using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>A variant as a graph: what <see cref="MermaidText"/> and <see cref="SvgText"/> draw. Parts name each other by id.</summary>
/// <param name="Title">The variant's path.</param>
/// <param name="Nodes">What goes into networks and comes out of them.</param>
/// <param name="Panels">The networks.</param>
/// <param name="Edges">From a node or panel to a node or panel.</param>
public sealed record Diagram(string Title, EquatableArray<DiagramNode> Nodes, EquatableArray<DiagramPanel> Panels, EquatableArray<DiagramEdge> Edges);

/// <param name="Id">A letter, then letters and digits.</param>
/// <param name="Text">What it is: <c>z ~ N(0, 1)</c>.</param>
/// <param name="Detail">Its shape, or parameters: <c>3 x 128 x 128</c>; may be empty.</param>
/// <param name="Slot">Where a drawing in rows puts it.</param>
public sealed record DiagramNode(string Id, string Text, string Detail, DiagramSlot Slot);

/// <summary>One network, its blocks in the order in which forward passes them.</summary>
/// <param name="Id">A letter, then letters and digits.</param>
/// <param name="Title"><c>G</c>.</param>
/// <param name="Detail"><c>70.4 M parameters</c>.</param>
/// <param name="Slot">Where a drawing in rows puts it.</param>
public sealed record DiagramPanel(string Id, string Title, string Detail, EquatableArray<DiagramBlock> Blocks, DiagramSlot Slot);

/// <summary>A module, or several alike in a row.</summary>
/// <param name="Name">The C# member: <c>Block3</c>; <c>Stage3Unit2-6</c> for several.</param>
/// <param name="Kind">In the field's words: <c>residual, up</c>.</param>
/// <param name="Shape">Of what it gives.</param>
/// <param name="Parameters">In short, of all of them; empty where there are none.</param>
/// <param name="IsSideInput">Whether it stands beside the way from block to block: the row that joins every chunk of z.</param>
public sealed record DiagramBlock(string Name, string Kind, string Shape, string Parameters, bool IsSideInput);

/// <param name="Label">Empty where nothing need be said.</param>
/// <param name="Kind">What flows.</param>
public sealed record DiagramEdge(string From, string To, string Label, EdgeKind Kind);

public enum EdgeKind
{
    /// <summary>The way of a network's input to its output.</summary>
    Flow,

    /// <summary>What D, or the objective, takes as well.</summary>
    Also,
}

/// <summary>Places from top to bottom; left and right are two columns, the middle lies below both.</summary>
public enum DiagramSlot
{
    /// <summary>z, above G.</summary>
    Prior,

    /// <summary>y, beside z.</summary>
    Labels,
    Generator,

    /// <summary>G(z), below G.</summary>
    Sample,

    /// <summary>x, above E.</summary>
    Image,
    Encoder,

    /// <summary>E(x), below E.</summary>
    Posterior,

    /// <summary>The image of a pair, above F.</summary>
    SeenImage,
    F,

    /// <summary>The latent of a pair, above H.</summary>
    SeenLatent,
    H,
    J,
    ScoreX,
    ScoreJoint,
    ScoreZ,
}
