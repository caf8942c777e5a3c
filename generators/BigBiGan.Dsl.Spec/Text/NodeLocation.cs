namespace BigBiGan.Dsl.Spec.Text;

/// <summary>A node of a spec: its key path (<c>encoder.head.layers</c>, <c>generator.blocks[2]</c>) and whether the key or the value is meant.</summary>
public readonly record struct NodeLocation(string Path, NodePart Part);

public enum NodePart
{
    Key,
    Value,
}

/// <summary>A stretch of a text. Lines and columns count from 1, the end is exclusive.</summary>
public readonly record struct Span(int Start, int Length, int Line, int Column, int EndLine, int EndColumn);
