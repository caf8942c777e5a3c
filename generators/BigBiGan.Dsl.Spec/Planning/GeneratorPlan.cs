using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>G: chunk 0 of z feeds the stem, chunk i the conditional norms of block i, each joined to the shared row.</summary>
internal static class GeneratorPlan
{
    /// <summary>Height and width of what the stem gives.</summary>
    public const int StemSize = 4;

    public static NetworkPlan Plan(Variant variant)
    {
        var z = variant.Latent.Size;
        if (variant.Generator.Mlp is { } mlp)
        {
            return DensePlan.Generator(mlp, Shape.Image(variant.Image.Colours, variant.Image.Size), z);
        }

        var spec = variant.Generator.Conv!;
        var chunk = z / (spec.Blocks.Count(block => block.IsResidual) + 1);
        var modules = new NetworkPlanBuilder();
        Block shared = variant.Labels is { } labels ? new LabelRowsBlock(labels.Classes, spec.Shared) : new SharedRowBlock(spec.Shared);
        var condition = modules.Add("Shared", shared, Shape.Features(chunk)).Channels;

        var stem = Shape.Image(spec.StemChannels, StemSize);
        modules.Add("Stem", new SpectralLinearBlock(chunk, (int)stem.Elements), Shape.Features(chunk));
        var members = new BlockMembers(spec.Blocks);
        var h = stem;
        foreach (var block in spec.Blocks)
        {
            Block planned = block.Kind switch
            {
                BlockKind.Attention => new AttentionBlock(h.Channels),
                BlockKind.Layer => CustomLayerBlock.Behind(block.Layer!, h),
                BlockKind.Up or BlockKind.Same or BlockKind.Down => new GeneratorResidualBlock(h.Channels, block.Multiplier * spec.Channels, condition, block.Kind == BlockKind.Up),
            };
            h = modules.Add(members.Next(block), planned, h);
        }

        h = modules.Add("OutputNorm", new NormReluBlock(h.Channels, NormEpsilon.Generator), h);
        h = modules.Add("OutputConv", new SpectralConvBlock(h.Channels, variant.Image.Colours, 3), h);
        return new NetworkPlan(NetworkRole.Generator, Shape.Features(z), h, modules.ToArray(), variant.Training.Precision);
    }
}
