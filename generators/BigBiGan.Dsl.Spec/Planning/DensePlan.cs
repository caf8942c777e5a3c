using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>
/// BiGAN's networks over whole vectors (Donahue et al., 2017, permutation-invariant MNIST): no biases, batch norm without affine. As
/// in the authors' code, the first layer of E and D has no norm, and D's norms take encoder pairs and generator pairs apart.
/// </summary>
internal static class DensePlan
{
    /// <summary>Hidden layers, linear, tanh. z -> image</summary>
    public static NetworkPlan Generator(DenseSpec spec, Shape image, int z)
    {
        var modules = new NetworkPlanBuilder();
        var h = Shape.Features(z);
        for (var layer = 1; layer <= spec.Layers; layer++)
        {
            h = modules.Add($"Layer{layer}", new LinearBatchNormRelu(h.Channels, spec.Width, LeakKind.None, BatchKind.Whole), h);
        }

        modules.Add("Output", new Linear(h.Channels, (int)image.Elements, Bias: false), h);
        return new NetworkPlan(NetworkRole.Generator, Shape.Features(z), image, modules.ToArray()) { IsDense = true };
    }

    /// <summary>Hidden layers, linear; the feature is what the last hidden layer gives.</summary>
    public static NetworkPlan Encoder(DenseSpec spec, Shape image, int output)
    {
        var modules = new NetworkPlanBuilder();
        var h = Hidden(modules, Flat(image), spec, BatchKind.Whole);
        h = modules.Add("Output", new Linear(h.Channels, output, Bias: false), h);
        return new NetworkPlan(NetworkRole.Encoder, image, h, modules.ToArray()) { IsDense = true, Body = spec.Layers };
    }

    /// <summary>F on the image as one vector.</summary>
    public static NetworkPlan F(DenseSpec spec, Shape image)
    {
        var modules = new NetworkPlanBuilder();
        var h = Hidden(modules, Flat(image), spec, BatchKind.Halves);
        return new NetworkPlan(NetworkRole.F, image, h, modules.ToArray()) { IsDense = true };
    }

    /// <summary>J on [x, z] as one vector.</summary>
    public static NetworkPlan J(DenseSpec spec, Shape image, int z)
    {
        var modules = new NetworkPlanBuilder();
        var input = Shape.Features((int)image.Elements + z);
        var h = Hidden(modules, input, spec, BatchKind.Halves);
        return new NetworkPlan(NetworkRole.J, input, h, modules.ToArray()) { IsDense = true };
    }

    private static Shape Flat(Shape image) => Shape.Features((int)image.Elements);

    /// <summary>The hidden layers of E and D.</summary>
    private static Shape Hidden(NetworkPlanBuilder modules, Shape input, DenseSpec spec, BatchKind batch)
    {
        var h = modules.Add("Layer1", new LinearLeakyRelu(input.Channels, spec.Width), input);
        for (var layer = 2; layer <= spec.Layers; layer++)
        {
            h = modules.Add($"Layer{layer}", new LinearBatchNormRelu(h.Channels, spec.Width, LeakKind.Fifth, batch), h);
        }

        return h;
    }
}
