using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Blocks;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The C# that makes each planned module. One row per block record.</summary>
internal static class BlockConstruction
{
    /// <summary>The class of BigBiGan.Dsl, or of the user's own, that the block stands for.</summary>
    public static string TypeOf(Block block) => block switch
    {
        SharedRowBlock => $"{Layers}.SharedRow",
        SpectralLinearBlock => $"{Layers}.SpectralLinear",
        LinearBlock => $"{Layers}.Linear",
        DenseBlock => $"{Blocks}.Dense",
        DenseNormBlock => $"{Blocks}.DenseNorm",
        LabelRowsBlock => $"{Layers}.LabelRows",
        LabelProjectionBlock => $"{Layers}.LabelProjection",
        SpectralConvBlock => $"{Layers}.SpectralConv2d",
        NormReluBlock => $"{Layers}.NormRelu",
        GeneratorResidualBlock => $"{Blocks}.GeneratorBlock",
        DiscriminatorResidualBlock => $"{Blocks}.DiscriminatorBlock",
        AttentionBlock => $"{Blocks}.Attention",
        CustomLayerBlock custom => Of(custom.Layer.Class),
        MlpResidualBlock { Spectral: true } => $"{Blocks}.SpectralMlpBlock",
        MlpResidualBlock { Spectral: false } => $"{Blocks}.MlpBlock",
        StemBlock => $"{Blocks}.Stem",
        BottleneckBlock => $"{Blocks}.Bottleneck",
        ReversibleUnitBlock => $"{Blocks}.ReversibleUnit",
        ReversibleTransitionBlock => $"{Blocks}.ReversibleTransition",
        _ => throw new InvalidOperationException($"no C# class stands for {block.GetType().Name}"),
    };

    public static string New(Block block) => $"new {TypeOf(block)}({Arguments(block)})";

    private static string Arguments(Block block) => block switch
    {
        SharedRowBlock b => $"{b.Size}",
        SpectralLinearBlock b => $"{b.Input}, {b.Output}",
        LinearBlock { Bias: false } b => $"{b.Input}, {b.Output}, bias: false",
        LinearBlock b => $"{b.Input}, {b.Output}",
        DenseBlock b => $"{b.Input}, {b.Output}, slope: 0.2",
        DenseNormBlock b => $"{b.Input}, {b.Output}, slope: {(b.Leak == LeakKind.Fifth ? "0.2" : "0.0")}{(b.Batch == BatchKind.Halves ? ", halves: true" : "")}",
        LabelRowsBlock b => $"{b.Classes}, {b.Size}",
        LabelProjectionBlock b => $"{b.Classes}, {b.Features}",
        SpectralConvBlock b => $"{b.Input}, {b.Output}, kernel: {b.Kernel}",
        NormReluBlock b => $"{b.Channels}, epsilon: {(b.Epsilon == NormEpsilon.Generator ? "1e-4" : "1e-5")}",
        GeneratorResidualBlock b => $"{b.Input}, {b.Output}, condition: {b.Condition}, upsample: {Literal.Of(b.Upsample)}",
        DiscriminatorResidualBlock b => $"{b.Input}, {b.Output}, {Blocks}.DiscriminatorBlockKind.{b.Kind}",
        AttentionBlock b => $"{b.Channels}",
        CustomLayerBlock b => $"channels: {b.Place.Channels}, size: {b.Place.Size}{(b.Place.Argument is { } argument ? $", argument: {argument}" : "")}",
        MlpResidualBlock b => $"{b.Input}, {b.Width}, preActivation: {Literal.Of(b.PreActivation)}",
        StemBlock b => $"{b.Colours}, {b.Channels}, {Blocks}.StemKind.{b.Kind}",
        BottleneckBlock b => $"{b.Input}, {b.Middle}, {b.Output}, stride: {b.Stride}",
        ReversibleUnitBlock b => $"{b.Channels}, {b.Middle}",
        ReversibleTransitionBlock b => $"{b.Input}, {b.Output}",
        _ => throw new InvalidOperationException($"no constructor arguments are known for {block.GetType().Name}"),
    };
}
