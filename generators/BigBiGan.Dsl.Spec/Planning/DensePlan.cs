namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>BiGAN's networks over whole vectors (Donahue et al., 2017, permutation-invariant MNIST): no biases, batch norm without affine.</summary>
internal static class DensePlan
{
    /// <summary>Hidden layers, linear, tanh. z -> image</summary>
    public static NetworkPlan Generator(DenseSpec spec, Shape image, int z)
    {
        var modules = new ModuleSequence();
        var h = Hidden(modules, Shape.Features(z), spec, LeakKind.None);
        modules.Add("Output", new LinearBlock(h.Channels, (int)image.Elements, Bias: false), h);
        return new NetworkPlan(NetworkRole.Generator, Shape.Features(z), image, modules.ToArray());
    }

    /// <summary>Hidden layers, linear; the feature is what the last hidden layer gives.</summary>
    public static NetworkPlan Encoder(DenseSpec spec, Shape image, int output)
    {
        var modules = new ModuleSequence();
        var h = Hidden(modules, Flat(image), spec, LeakKind.Fifth);
        h = modules.Add("Output", new LinearBlock(h.Channels, output, Bias: false), h);
        return new NetworkPlan(NetworkRole.Encoder, image, h, modules.ToArray());
    }

    /// <summary>F on the image as one vector.</summary>
    public static NetworkPlan F(DenseSpec spec, Shape image)
    {
        var modules = new ModuleSequence();
        var h = Hidden(modules, Flat(image), spec, LeakKind.Fifth);
        return new NetworkPlan(NetworkRole.F, image, h, modules.ToArray());
    }

    /// <summary>J on [x, z] as one vector.</summary>
    public static NetworkPlan J(DenseSpec spec, Shape image, int z)
    {
        var modules = new ModuleSequence();
        var input = Shape.Features((int)image.Elements + z);
        var h = Hidden(modules, input, spec, LeakKind.Fifth);
        return new NetworkPlan(NetworkRole.J, input, h, modules.ToArray());
    }

    private static Shape Flat(Shape image) => Shape.Features((int)image.Elements);

    private static Shape Hidden(ModuleSequence modules, Shape input, DenseSpec spec, LeakKind leak)
    {
        var h = input;
        for (var layer = 1; layer <= spec.Layers; layer++)
        {
            h = modules.Add($"Layer{layer}", new DenseNormBlock(h.Channels, spec.Width, leak), h);
        }

        return h;
    }
}
