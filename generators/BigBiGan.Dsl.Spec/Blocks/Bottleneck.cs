using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A pre-activation bottleneck of ResNet-v2.</summary>
public sealed record Bottleneck(int Input, int Middle, int Output, int Stride) : Block
{
    internal override string Class => Library + "Blocks.Bottleneck";

    internal override string Arguments => $"{Input}, {Middle}, {Output}, stride: {Stride}";

    internal override string Caption => Stride > 1 ? "bottleneck, down" : "bottleneck";

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var output = Path(Middle, Output, Stride, input, "", layers);
        if (Input != Output || Stride > 1)
        {
            layers.Conv("projection", input, Output, 1, spectral: false, bias: false, Stride);
        }

        return output;
    }

    /// <summary>Norm, 1x1, norm, 3x3, norm, 1x1; <see cref="ReversibleUnit"/> has the same inside.</summary>
    internal static Shape Path(int middle, int output, int stride, Shape input, string prefix, LayerPlanBuilder layers)
    {
        layers.Norm($"{prefix}norm1", input);
        var narrow = layers.Conv($"{prefix}conv1", input, middle, 1, spectral: false, bias: false);
        layers.Norm($"{prefix}norm2", narrow);
        var spatial = layers.Conv($"{prefix}conv2", narrow, middle, 3, spectral: false, bias: false, stride);
        layers.Norm($"{prefix}norm3", spatial);
        return layers.Conv($"{prefix}conv3", spatial, output, 1, spectral: false, bias: false);
    }
}
