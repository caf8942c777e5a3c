using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>What each block is made of: its leaf layers and the shape that it gives. A new block is a row here.</summary>
internal static class BlockLayers
{
    public static Shape Plan(Block block, Shape input, LayerPlanBuilder layers) => block switch
    {
        SharedRowBlock shared => layers.Add("", "shared row", input, Shape.Features(input.Channels + shared.Size), shared.Size, 0),
        SpectralLinearBlock linear => layers.Linear("", linear.Input, linear.Output, spectral: true),
        LinearBlock { Bias: true } linear => layers.Linear("", linear.Input, linear.Output, spectral: false),
        LinearBlock linear => layers.PlainLinear("", linear.Input, linear.Output),
        DenseBlock dense => layers.PlainLinear("linear", dense.Input, dense.Output),
        DenseNormBlock dense => DenseNorm(dense, layers),
        LabelRowsBlock rows => layers.Add("", "row per class", input, Shape.Features(input.Channels + rows.Size), (long)rows.Classes * rows.Size, 0),
        LabelProjectionBlock projection => layers.Add(
            "", "spectral projection on labels", input, Shape.Features(1), (long)projection.Classes * projection.Features, projection.Features, projection.Classes, projection.Features),
        SpectralConvBlock conv => layers.Conv("", input, conv.Output, conv.Kernel, spectral: true, bias: true),
        NormReluBlock => layers.Norm("", input),
        GeneratorResidualBlock residual => GeneratorResidual(residual, input, layers),
        DiscriminatorResidualBlock residual => DiscriminatorResidual(residual, input, layers),
        AttentionBlock => Attention(input, layers),
        CustomLayerBlock custom => Custom(custom, input, layers),
        MlpResidualBlock mlp => MlpResidual(mlp, layers),
        StemBlock stem => Stem(stem, input, layers),
        BottleneckBlock bottleneck => Bottleneck(bottleneck, input, layers),
        ReversibleUnitBlock unit => ReversibleUnit(unit, input, layers),
        ReversibleTransitionBlock transition => layers.Add("", "average pool 2x2, zero channels", input, Shape.Image(transition.Output, input.Height / 2), 0, 0),
        _ => throw new InvalidOperationException($"{block.GetType().Name} has no layers; add it to {nameof(BlockLayers)}"),
    };

    private static Shape DenseNorm(DenseNormBlock block, LayerPlanBuilder layers)
    {
        var output = layers.PlainLinear("linear", block.Input, block.Output);
        return layers.Add("norm", "batch norm, no affine", output, output, 0, 0, 2L * output.Channels, output.Elements);
    }

    private static Shape GeneratorResidual(GeneratorResidualBlock block, Shape input, LayerPlanBuilder layers)
    {
        var large = Shape.Image(block.Input, block.Upsample ? 2 * input.Height : input.Height);
        layers.ConditionalNorm("norm1", input, block.Condition);
        var hidden = layers.Conv("conv1", large, block.Output, 3, spectral: true, bias: true, kept: input.Elements); // merged with the upsampling
        layers.ConditionalNorm("norm2", hidden, block.Condition);
        var output = layers.Conv("conv2", hidden, block.Output, 3, spectral: true, bias: true);
        if (block.Upsample || block.Input != block.Output)
        {
            layers.Conv("shortcut", large, block.Output, 1, spectral: true, bias: true, kept: 0); // norm1 keeps the input already
        }

        return output;
    }

    private static Shape DiscriminatorResidual(DiscriminatorResidualBlock block, Shape input, LayerPlanBuilder layers)
    {
        var hidden = layers.Conv("conv1", input, block.Output, 3, spectral: true, bias: true);
        layers.Conv("conv2", hidden, block.Output, 3, spectral: true, bias: true);
        if (block.Kind == DiscriminatorBlockKind.Same)
        {
            if (block.Input != block.Output)
            {
                layers.Conv("shortcut", input, block.Output, 1, spectral: true, bias: true);
            }

            return hidden;
        }

        // The first block pools before its shortcut, the others after it.
        var output = Shape.Image(block.Output, input.Height / 2);
        layers.Conv(
            "shortcut", block.Kind == DiscriminatorBlockKind.First ? Shape.Image(block.Input, output.Height) : input, block.Output, 1, spectral: true, bias: true,
            kept: (long)block.Input * output.Height * output.Width); // of the pooled input
        return output;
    }

    private static Shape Attention(Shape input, LayerPlanBuilder layers)
    {
        var channels = input.Channels;
        long positions = (long)input.Height * input.Width;
        layers.Conv("theta", input, channels / 8, 1, spectral: true, bias: false);
        layers.Conv("phi", input, channels / 8, 1, spectral: true, bias: false, kept: 0);
        var g = layers.Conv("g", input, channels / 2, 1, spectral: true, bias: false, kept: 0);
        layers.Conv("o", g, channels, 1, spectral: true, bias: false);

        // Every position looks at the 2x2-pooled ones, through C/8 keys and C/2 values.
        return layers.Add("gamma", "attention with gain", input, input, 1, positions * (positions / 4) * ((channels / 8) + (channels / 2)), kept: (positions * (positions / 4)) + (2 * input.Elements));
    }

    private static Shape Custom(CustomLayerBlock block, Shape input, LayerPlanBuilder layers)
    {
        var (layer, place) = (block.Layer, block.Place);
        return layers.Add("", layer.Name, input, block.Output, At(layer.Parameters), At(layer.MultiplyAdds), At(layer.Buffers), At(layer.Kept));

        long At(Formula formula) => formula.At(place, out _)!.Value;
    }

    private static Shape MlpResidual(MlpResidualBlock block, LayerPlanBuilder layers)
    {
        layers.Linear("linear1", block.Input, block.Width, block.Spectral);
        var output = layers.Linear("linear2", block.Width, block.Width, block.Spectral);
        if (block.Input != block.Width)
        {
            layers.Linear("skip", block.Input, block.Width, block.Spectral);
        }

        return output;
    }

    private static Shape Stem(StemBlock block, Shape input, LayerPlanBuilder layers)
    {
        var small = block.Kind == StemKind.Small;
        var convolved = layers.Conv("conv", input, block.Channels, small ? 3 : 7, spectral: false, bias: false, stride: small ? 1 : 2);
        return small ? convolved : Shape.Image(block.Channels, (convolved.Height + 1) / 2); // 3x3 max pool of stride 2
    }

    private static Shape Bottleneck(BottleneckBlock block, Shape input, LayerPlanBuilder layers)
    {
        var output = BottleneckPath(block.Middle, block.Output, block.Stride, input, "", layers);
        if (block.Input != block.Output || block.Stride > 1)
        {
            layers.Conv("projection", input, block.Output, 1, spectral: false, bias: false, block.Stride);
        }

        return output;
    }

    private static Shape ReversibleUnit(ReversibleUnitBlock block, Shape input, LayerPlanBuilder layers)
    {
        var half = Shape.Image(block.Channels / 2, input.Height);
        BottleneckPath(block.Middle, half.Channels, 1, half, "residual.", layers);
        return input;
    }

    private static Shape BottleneckPath(int middle, int output, int stride, Shape input, string prefix, LayerPlanBuilder layers)
    {
        layers.Norm($"{prefix}norm1", input);
        var narrow = layers.Conv($"{prefix}conv1", input, middle, 1, spectral: false, bias: false);
        layers.Norm($"{prefix}norm2", narrow);
        var spatial = layers.Conv($"{prefix}conv2", narrow, middle, 3, spectral: false, bias: false, stride);
        layers.Norm($"{prefix}norm3", spatial);
        return layers.Conv($"{prefix}conv3", spatial, output, 1, spectral: false, bias: false);
    }
}
