using System.Text;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>A diagram as the text of a Mermaid flowchart, which GitHub draws in Markdown.</summary>
public static class MermaidText
{
    public static string Write(Diagram diagram)
    {
        var text = new StringBuilder();
        text.Append("---\ntitle: \"").Append(diagram.Title.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append("\"\n---\nflowchart TB\n");
        foreach (var node in diagram.Nodes)
        {
            text.Append($"  {node.Id}([\"{Lines(node.Text, node.Detail)}\"])\n");
        }

        foreach (var panel in diagram.Panels)
        {
            text.Append($"  subgraph {panel.Id}[\"{Escape($"{panel.Title}: {panel.Detail}")}\"]\n    direction TB\n");
            for (var i = 0; i < panel.Blocks.Count; i++)
            {
                var block = panel.Blocks[i];
                var counted = block.Parameters.Length == 0 ? block.Shape : $"{block.Shape}, {block.Parameters}";
                text.Append($"    {panel.Id}{i + 1}[\"{Lines($"{block.Name}: {block.Kind}", counted)}\"]\n");
            }

            var way = Enumerable.Range(0, panel.Blocks.Count).Where(i => !panel.Blocks[i].IsSideInput).Select(i => $"{panel.Id}{i + 1}").ToList();
            if (way.Count > 1)
            {
                text.Append($"    {string.Join(" --> ", way)}\n");
            }

            text.Append("  end\n");
        }

        foreach (var edge in diagram.Edges)
        {
            var label = edge.Label.Length == 0 ? "" : $"|\"{Escape(edge.Label)}\"|";
            text.Append($"  {edge.From} {Arrow(edge.Kind)}{label} {edge.To}\n");
        }

        return text.ToString();
    }

    private static string Arrow(EdgeKind kind) => kind switch
    {
        EdgeKind.Flow => "-->",
        EdgeKind.Also => "-.->",
    };

    private static string Lines(string first, string second) => second.Length == 0 ? Escape(first) : $"{Escape(first)}<br/>{Escape(second)}";

    /// <summary>Mermaid's own entities: of what ends a quoted label, and of what HTML would read.</summary>
    private static string Escape(string text) =>
        text.Replace("#", "#35;").Replace("&", "#38;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;");
}
