using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>E: backbone, norm and ReLU, average pool (the "AvePool" feature), head, linear to z or to (mu, raw).</summary>
internal static class EncoderPlan
{
    /// <summary>Channels leave a bottleneck four times wider than its middle.</summary>
    private const int Expansion = 4;

    public static NetworkPlan Plan(EncoderSpec spec, ImageSpec image, int z, Precision precision)
    {
        var input = Shape.Image(image.Colours, spec.Image);
        var width = spec.Posterior.Outputs(z);
        if (spec.Mlp is { } mlp)
        {
            return DensePlan.Encoder(mlp, input, width);
        }

        var modules = new NetworkPlanBuilder();
        var backbone = spec.Backbone!;
        var h = backbone.Family switch
        {
            BackboneFamily.ResNet => ResNet(modules, backbone, input),
            BackboneFamily.RevNet => RevNet(modules, backbone, input),
        };
        h = modules.Add("Norm", new BatchNormRelu(h.Channels, NormEpsilon.Encoder), h);
        var body = modules.Count;
        h = DiscriminatorPlan.Mlp(modules, "Head", Shape.Features(h.Channels), spec.Head!, spectral: false);
        h = modules.Add("Output", new Linear(h.Channels, width), h);
        return new NetworkPlan(NetworkRole.Encoder, input, h, modules.ToArray()) { Precision = precision, Memory = backbone.Memory, Body = body };
    }

    /// <summary>Stage s has middles of base 2^(s-1) channels; stages after the first begin with stride 2.</summary>
    private static Shape ResNet(NetworkPlanBuilder modules, BackboneSpec spec, Shape image)
    {
        var middle = spec.Channels * spec.Width;
        var h = modules.Add("Stem", new Stem(image.Channels, middle, spec.Stem), image);
        for (var stage = 1; stage <= spec.Depth.Count; stage++)
        {
            for (var unit = 1; unit <= spec.Depth[stage - 1]; unit++)
            {
                var stride = stage > 1 && unit == 1 ? 2 : 1;
                h = modules.Add($"Stage{stage}Unit{unit}", new Bottleneck(h.Channels, middle, Expansion * middle, stride), h);
            }

            middle *= 2;
        }

        return h;
    }

    /// <summary>Stage s has 4 base 2^(s-1) channels, half of them in each stream; between stages a pool and zero channels.</summary>
    private static Shape RevNet(NetworkPlanBuilder modules, BackboneSpec spec, Shape image)
    {
        var h = modules.Add("Stem", new Stem(image.Channels, Expansion * spec.Channels * spec.Width, spec.Stem), image);
        for (var stage = 1; stage <= spec.Depth.Count; stage++)
        {
            if (stage > 1)
            {
                h = modules.Add($"Transition{stage - 1}", new ReversibleTransition(h.Channels, 2 * h.Channels), h);
            }

            for (var unit = 1; unit <= spec.Depth[stage - 1]; unit++)
            {
                h = modules.Add($"Stage{stage}Unit{unit}", new ReversibleUnit(h.Channels, h.Channels / 8), h);
            }
        }

        return h;
    }
}
