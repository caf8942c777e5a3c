using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>G: chunk 0 of z feeds the stem, chunk i the conditional norms of block i, each joined to the shared row; or all of z feeds them all.</summary>
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
        var modules = new NetworkPlanBuilder();
        var chunk = Shape.Features(z / spec.LatentChunks);
        Block shared = variant.Labels is { } labels ? new ClassEmbedding(labels.Classes, spec.Shared) : new SharedEmbedding(spec.Shared);
        var condition = modules.Add("Shared", shared, chunk);

        var stem = Shape.Image(spec.StemChannels, StemSize);
        var taken = spec.TakesWholeLatent ? condition : chunk;
        modules.Add("Stem", new SpectralLinear(taken.Channels, (int)stem.Elements), taken);
        var members = new BlockMembers(spec.Blocks);
        var h = stem;
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            var block = spec.Blocks[i];
            h = modules.Add(members.Next(block), block.Kind.Make(new BlockPlace(block, h, spec.Channels, IsFirst: i == 0, condition.Channels)), h);
        }

        h = modules.Add("OutputNorm", new BatchNormRelu(h.Channels, NormEpsilon.Generator), h);
        h = modules.Add("OutputConv", new SpectralConv2d(h.Channels, variant.Image.Colours, 3), h);
        return new NetworkPlan(NetworkRole.Generator, Shape.Features(z), h, modules.ToArray())
        {
            Precision = variant.Training.Precision,
            TakesWholeLatent = spec.TakesWholeLatent,
        };
    }
}
