using System.Globalization;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Objectives;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>From a variant's plan to its graph: prior, G, image; image, E, posterior; D on both with the scores that the variant has.</summary>
public static class VariantDiagram
{
    private static readonly char[] Digits = [.. "0123456789"];

    public static Diagram Of(Variant variant, VariantPlan plan)
    {
        var nodes = new List<DiagramNode>();
        var panels = new List<DiagramPanel>();
        var edges = new List<DiagramEdge>();

        nodes.Add(new DiagramNode("z", $"z ~ {variant.Latent.Prior.Text}", Text(plan.Generator.Input), DiagramSlot.Prior));
        panels.Add(Panel("G", plan.Generator, DiagramSlot.Generator));
        nodes.Add(new DiagramNode("sample", "G(z)", Text(plan.Generator.Output), DiagramSlot.Sample));
        Flow("z", "G");
        Flow("G", "sample");
        if (variant.Labels is { } labels)
        {
            nodes.Add(new DiagramNode("y", "label y", $"{labels.Classes} classes", DiagramSlot.Labels));
            Flow("y", "G");
        }

        nodes.Add(new DiagramNode("x", "image x", Text(Shape.Image(variant.Image.Colours, variant.Encoder?.Image ?? variant.Image.Size)), DiagramSlot.Image));
        if (plan.Encoder is { } encoder)
        {
            panels.Add(Panel("E", encoder, DiagramSlot.Encoder));
            nodes.Add(new DiagramNode("posterior", $"E(x), {variant.Encoder!.Posterior}", Text(Shape.Features(variant.Latent.Size)), DiagramSlot.Posterior));
            Flow("x", "E");
            Flow("E", "posterior");
            AddObjective(variant.Objective);
        }

        AddDiscriminator();
        return new Diagram(variant.Path, nodes.ToEquatableArray(), panels.ToEquatableArray(), edges.ToEquatableArray());

        void Flow(string from, string to, string label = "") => edges.Add(new DiagramEdge(from, to, label, EdgeKind.Flow));

        void Also(string from, string to, string label = "") => edges.Add(new DiagramEdge(from, to, label, EdgeKind.Also));

        void AddObjective(ObjectiveSpec objective)
        {
            if (objective.Regression != RegressionKind.None)
            {
                Also("sample", "E", "regression of z");
            }

            if (objective.Reconstruction != ReconstructionError.None)
            {
                Also("posterior", "G", "reconstruction of x");
            }
        }

        void AddDiscriminator()
        {
            if (plan.F is not null || plan.J is not null)
            {
                var pooled = variant.Encoder is { } e && e.Image != variant.Image.Size;
                nodes.Add(new DiagramNode("seenImage", "G(z) or x", Text(Shape.Image(variant.Image.Colours, variant.Image.Size)), DiagramSlot.SeenImage));
                Flow("sample", "seenImage");
                Also("x", "seenImage", pooled ? $"averaged {variant.Encoder!.Image / variant.Image.Size}x{variant.Encoder.Image / variant.Image.Size}" : "");
            }

            if (plan.J is not null)
            {
                nodes.Add(new DiagramNode("seenLatent", "z or E(x)", Text(Shape.Features(variant.Latent.Size)), DiagramSlot.SeenLatent));
                Flow("posterior", "seenLatent");
                Also("z", "seenLatent");
            }

            AddPanel("F", plan.F, DiagramSlot.F, "seenImage");
            AddPanel("H", plan.H, DiagramSlot.H, "seenLatent");
            AddPanel("J", plan.J, DiagramSlot.J, plan.F is null ? "seenImage" : "F", plan.H is null ? "seenLatent" : "H");
            AddScore("X", "F", "s_x", DiagramSlot.ScoreX);
            AddScore("Z", "H", "s_z", DiagramSlot.ScoreZ);
            AddScore("Joint", "J", "s_xz", DiagramSlot.ScoreJoint);
        }

        void AddPanel(string id, NetworkPlan? network, DiagramSlot spot, params string[] inputs)
        {
            if (network is not null)
            {
                panels.Add(Panel(id, network, spot));
                foreach (var input in inputs)
                {
                    Flow(input, id);
                }
            }
        }

        void AddScore(string member, string from, string text, DiagramSlot spot)
        {
            if (plan.Scores?.Modules.FirstOrDefault(module => module.Member == member) is { } score)
            {
                var projection = spot == DiagramSlot.ScoreX ? plan.Scores.Modules.FirstOrDefault(module => module.Block.TakesLabels) : null;
                nodes.Add(new DiagramNode("score" + member, text, $"linear, {BlockText.Count(score.Parameters + (projection?.Parameters ?? 0))}", spot));
                Flow(from, "score" + member);
                if (projection is not null)
                {
                    Also("y", "score" + member, "projection");
                }
            }
        }
    }

    /// <summary>Without the batch.</summary>
    private static string Text(Shape shape) =>
        string.Join(" x ", (shape.IsFeatures ? [shape.Channels] : new[] { shape.Channels, shape.Height, shape.Width })
            .Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static DiagramPanel Panel(string id, NetworkPlan network, DiagramSlot spot) =>
        new(id, id, $"{BlockText.Count(network.Parameters)} parameters", Blocks(network).ToEquatableArray(), spot);

    /// <summary>Modules in a row that differ in nothing but their number are one.</summary>
    private static IEnumerable<DiagramBlock> Blocks(NetworkPlan network)
    {
        for (var start = 0; start < network.Modules.Count;)
        {
            var first = network.Modules[start];
            var end = start + 1;
            while (end < network.Modules.Count && network.Modules[end].Block == first.Block && network.Modules[end].Input == first.Input)
            {
                end++;
            }

            var last = network.Modules[end - 1].Member;
            var name = end - start == 1 ? first.Member : $"{first.Member}-{last.Substring(last.TrimEnd(Digits).Length)}";
            yield return new DiagramBlock(
                name, BlockText.Of(first), Text(first.Output), BlockText.Count((end - start) * first.Parameters), first.Block.IsSideInput);
            start = end;
        }
    }
}
