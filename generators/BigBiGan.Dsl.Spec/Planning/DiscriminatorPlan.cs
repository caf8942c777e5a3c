using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
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
            h = modules.Add(members.Next(block), block.Kind.Make(new BlockPlace(block, h, spec.Channels, IsFirst: i == 0, Condition: 0)), h);
        }

        return new NetworkPlan(NetworkRole.F, image, Shape.Features(h.Channels), modules.ToArray()) { Precision = variant.Training.Precision };
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
            modules.Add(member, dense ? new Linear(width, 1, Bias: false) : new SpectralLinear(width, 1), feature.Output);
        }

        var scored = modules.ToArray();
        if (variant.Labels is { } labels && f is not null)
        {
            modules.Add("Projection", new LabelProjection(labels.Classes, f.Output.Channels), f.Output);
        }

        return new NetworkPlan(
            NetworkRole.Scores, Shape.Features(scored.Sum(score => score.Input.Channels)), Shape.Features(scored.Count), modules.ToArray())
        {
            IsDense = dense,
        };
    }

    /// <summary>Blocks of two linear layers; only the first goes without a ReLU before it.</summary>
    public static Shape Mlp(NetworkPlanBuilder modules, string member, Shape input, MlpSpec spec, bool spectral)
    {
        var h = input;
        for (var block = 1; block <= spec.Layers / 2; block++)
        {
            h = modules.Add($"{member}{block}", new MlpBlock(h.Channels, spec.Width, PreActivation: block > 1, spectral), h);
        }

        return h;
    }
}
