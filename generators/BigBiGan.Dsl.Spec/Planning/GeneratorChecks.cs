using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Planning;

internal static class GeneratorChecks
{
    public static void LatentChunks(Variant variant, VariantFindings findings)
    {
        if (variant.Generator.Conv is not { } spec)
        {
            return;
        }

        var blocks = spec.Blocks.Count(block => block.Kind != BlockKind.Attention);
        var chunks = blocks + 1;
        var z = variant.Latent.Size;
        if (z % chunks != 0)
        {
            var multiple = Math.Max(1, (z + (chunks / 2)) / chunks) * chunks;
            findings.Add(
                Rule.LatentChunks,
                $"{findings.Tree.Says(SpecKeys.LatentSize)}; the stem and {blocks} residual blocks of G{findings.Tree.Given(SpecKeys.GeneratorBlocks.Path)} each take an equal chunk of z: expected a multiple of {chunks}, such as {multiple}",
                SpecKeys.LatentSize,
                SpecKeys.GeneratorBlocks,
                SpecKeys.ImageSize);
        }
    }

    public static void Size(Variant variant, VariantFindings findings)
    {
        if (variant.Generator.Conv is not { } spec)
        {
            return;
        }

        var size = (long)GeneratorPlan.StemSize;
        var ups = spec.Blocks.Count(block => block.Kind == BlockKind.Up);
        for (var i = 0; i < ups && size <= int.MaxValue; i++)
        {
            size *= 2;
        }

        if (size != variant.Image.Size)
        {
            var wanted = 0;
            while (GeneratorPlan.StemSize << wanted < variant.Image.Size)
            {
                wanted++;
            }

            var mend = GeneratorPlan.StemSize << wanted == variant.Image.Size ? $"expected {wanted} `up` blocks" : "expected an image size of 4 times a power of two";
            findings.Add(
                Rule.GeneratorSize,
                $"{findings.Tree.Says(SpecKeys.ImageSize)}, but the {ups} `up` blocks of `generator.blocks`{findings.Tree.Origin(SpecKeys.GeneratorBlocks.Path)} grow 4x4 to {size}x{size}; {mend}",
                SpecKeys.GeneratorBlocks,
                SpecKeys.ImageSize);
        }
    }

    public static void Attention(Variant variant, VariantFindings findings)
    {
        if (variant.Generator.Conv is not { } spec)
        {
            return;
        }

        var channels = spec.Blocks.First(block => block.Kind != BlockKind.Attention).Multiplier * spec.Channels;
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            if (spec.Blocks[i].Kind != BlockKind.Attention)
            {
                channels = spec.Blocks[i].Multiplier * spec.Channels;
            }
            else if (channels % 8 != 0)
            {
                AttentionChannels(KeyPath.Item("generator.blocks", i), channels, SpecKeys.GeneratorBlocks, SpecKeys.GeneratorChannels, findings);
            }
        }
    }

    /// <summary>The keys of attention have C/8 channels.</summary>
    public static void AttentionChannels(string block, int channels, Key blocks, Key unit, VariantFindings findings) => findings.Add(
        Rule.AttentionChannels,
        $"`{block}`{findings.Tree.Origin(blocks.Path)} attends on {channels} {(channels == 1 ? "channel" : "channels")}, where {findings.Tree.Says(unit)}; expected a multiple of 8: change the channels or move the attention",
        blocks,
        unit);
}
