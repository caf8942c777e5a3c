using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>F on the image, H on z, J on [F(x), H(z)], and a linear score on the features of each.</summary>
internal static class DiscriminatorPlan
{
    /// <summary>Its blocks end in a ReLU and the sum over positions. [N, C, H, W] -> [N, features]</summary>
    public static NetworkPlan F(Variant variant, TrunkSpec spec)
    {
        var image = Shape.Image(variant.Image.Colours, variant.Image.Size);
        var modules = new NetworkPlanBuilder();
        var members = new BlockMembers(spec.Blocks);
        var h = image;
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            var block = spec.Blocks[i];
            Block planned = block.Kind switch
            {
                BlockKind.Attention => new AttentionBlock(h.Channels),
                BlockKind.Layer => CustomLayerBlock.Behind(block.Layer!, h),
                BlockKind.Up or BlockKind.Same or BlockKind.Down => new DiscriminatorResidualBlock(h.Channels, block.Multiplier * spec.Channels, Kind(block, first: i == 0)),
            };
            h = modules.Add(members.Next(block), planned, h);
        }

        return new NetworkPlan(NetworkRole.F, image, Shape.Features(h.Channels), modules.ToArray(), variant.Training.Precision);
    }

    public static NetworkPlan Mlp(NetworkRole role, int input, MlpSpec spec)
    {
        var modules = new NetworkPlanBuilder();
        var h = Mlp(modules, "Block", Shape.Features(input), spec, spectral: true);
        return new NetworkPlan(role, Shape.Features(input), h, modules.ToArray());
    }

    /// <summary>A linear score per kept feature; with labels, what their projection adds to s_x.</summary>
    public static NetworkPlan Scores(Variant variant, NetworkPlan? f, NetworkPlan? h, NetworkPlan? j)
    {
        var modules = new NetworkPlanBuilder();
        var (kept, dense) = (variant.Objective.Scores, variant.Discriminator!.Mlp is not null);
        (string Member, bool Kept, NetworkPlan? Feature)[] scores = [("X", kept.X, f), ("Z", kept.Z, h), ("Joint", kept.Joint, j)];
        foreach (var (member, _, feature) in scores.Where(score => score.Kept && score.Feature is not null))
        {
            var width = feature!.Output.Channels;
            modules.Add(member, dense ? new LinearBlock(width, 1, Bias: false) : new SpectralLinearBlock(width, 1), feature.Output);
        }

        var scored = modules.ToArray();
        if (variant.Labels is { } labels && f is not null)
        {
            modules.Add("Projection", new LabelProjectionBlock(labels.Classes, f.Output.Channels), f.Output);
        }

        return new NetworkPlan(NetworkRole.Scores, Shape.Features(scored.Sum(score => score.Input.Channels)), Shape.Features(scored.Count), modules.ToArray());
    }

    /// <summary>Blocks of two linear layers; only the first goes without a ReLU before it.</summary>
    public static Shape Mlp(NetworkPlanBuilder modules, string member, Shape input, MlpSpec spec, bool spectral)
    {
        var h = input;
        for (var block = 1; block <= spec.Layers / 2; block++)
        {
            h = modules.Add($"{member}{block}", new MlpResidualBlock(h.Channels, spec.Width, PreActivation: block > 1, spectral), h);
        }

        return h;
    }

    private static DiscriminatorBlockKind Kind(BlockSpec block, bool first) =>
        block.Kind == BlockKind.Same ? DiscriminatorBlockKind.Same
        : first ? DiscriminatorBlockKind.First
        : DiscriminatorBlockKind.Down;
}
