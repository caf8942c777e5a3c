using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Planning;

internal static class TrunkChecks
{
    private const string Blocks = "discriminator.F.blocks";

    public static void Size(Variant variant, VariantFindings findings)
    {
        if (variant.Discriminator?.F is not { Blocks: var blocks })
        {
            return;
        }

        var size = variant.Image.Size;
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Kind == BlockKind.Down && size % 2 != 0)
            {
                findings.Add(
                    Rule.TrunkSize,
                    $"`{KeyPath.Item(Blocks, i)}`{findings.Tree.Origin(Blocks)} would halve {size}x{size}; {findings.Tree.Says(SpecKeys.ImageSize)}, which halves {blocks.Take(i).Count(block => block.Kind == BlockKind.Down)} times: expected fewer `down` blocks",
                    SpecKeys.TrunkBlocks,
                    SpecKeys.ImageSize);
                return;
            }

            size = blocks[i].Kind == BlockKind.Down ? size / 2 : size;
        }
    }

    public static void Attention(Variant variant, VariantFindings findings)
    {
        if (variant.Discriminator?.F is not { } spec)
        {
            return;
        }

        var (channels, size) = (variant.Image.Colours, variant.Image.Size);
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            var block = spec.Blocks[i];
            if (block.Kind != BlockKind.Attention)
            {
                channels = block.Multiplier * spec.Channels;
                size = block.Kind == BlockKind.Down ? size / 2 : size;
                continue;
            }

            var path = KeyPath.Item(Blocks, i);
            if (channels % 8 != 0)
            {
                GeneratorChecks.AttentionChannels(path, channels, SpecKeys.TrunkBlocks, SpecKeys.TrunkChannels, findings);
            }

            if (size == 1)
            {
                findings.Add(
                    Rule.AttentionSize,
                    $"`{path}`{findings.Tree.Origin(Blocks)} attends on 1x1, and its keys are 2x2-pooled; expected it before the image is that small",
                    SpecKeys.TrunkBlocks,
                    SpecKeys.ImageSize);
            }
        }
    }
}
