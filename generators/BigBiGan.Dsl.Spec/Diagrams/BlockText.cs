using System.Globalization;
using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>What a block is, in a few words.</summary>
internal static class BlockText
{
    /// <summary>A module of one layer is called by the layer's operation.</summary>
    public static string Of(ModulePlan module) => module.Block switch
    {
        GeneratorResidualBlock { Upsample: true } => "residual, up",
        GeneratorResidualBlock => "residual",
        DiscriminatorResidualBlock { Kind: DiscriminatorBlockKind.Same } => "residual",
        DiscriminatorResidualBlock => "residual, down",
        SharedRowBlock => "row for every chunk of z",
        LabelRowsBlock => "row per class for every chunk",
        AttentionBlock => "self-attention",
        CustomLayerBlock custom => custom.Layer.Name,
        MlpResidualBlock => "residual, linear",
        StemBlock { Kind: StemKind.Small } => "conv 3x3",
        StemBlock => "conv 7x7 stride 2, pool",
        BottleneckBlock { Stride: > 1 } => "bottleneck, down",
        BottleneckBlock => "bottleneck",
        ReversibleUnitBlock => "reversible unit",
        ReversibleTransitionBlock => "pool, zero channels",
        NormReluBlock => "batch norm, ReLU",
        DenseBlock => "linear, leaky ReLU",
        DenseNormBlock { Leak: LeakKind.None } => "linear, norm, ReLU",
        DenseNormBlock => "linear, norm, leaky ReLU",
        _ when module.Layers.Count == 1 => module.Layers[0].Operation,
        var other => other.GetType().Name.Replace("Block", ""),
    };

    /// <summary>1,234,567 as <c>1.23 M</c>; nothing for 0.</summary>
    public static string Count(long count) => count switch
    {
        0 => "",
        < 1_000 => count.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => Short(count / 1e3, " k"),
        < 1_000_000_000 => Short(count / 1e6, " M"),
        _ => Short(count / 1e9, " G"),
    };

    private static string Short(double value, string unit) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + unit;
}
