using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Checks;

internal static class GeneratorChecks
{
    public static void LatentChunks(Variant variant, VariantFindings findings)
    {
        if (variant.Generator.Conv is not { } spec)
        {
            return;
        }

        var chunks = spec.LatentChunks;
        var blocks = chunks - 1;
        var z = variant.Latent.Size;
        if (z % chunks != 0)
        {
            var multiple = Math.Max(1, (z + (chunks / 2)) / chunks) * chunks;
            findings.Add(
                Rule.LatentChunks,
                $"{findings.Tree.Says(SpecKeys.LatentSize)}; the stem and {blocks} residual blocks of G{findings.Tree.Given(SpecKeys.GeneratorBlocks.Path)} "
                    + $"each take an equal chunk of z: expected a multiple of {chunks}, such as {multiple}",
                SpecKeys.LatentSize,
                SpecKeys.GeneratorBlocks,
                SpecKeys.ImageSize);
        }
    }

    public static void Size(Variant variant, VariantFindings findings)
    {
        if (ShapeInference.OfGenerator(variant) is not { End.Height: var size, Steps: var steps })
        {
            return;
        }

        if (size != variant.Image.Size)
        {
            var ups = steps.Where(step => step.Kind.Resize == Resize.Double).Select(step => step.Kind.Word).ToList();
            var word = $"`{ups.FirstOrDefault() ?? GeneratorBlock.Up.Word}`";
            var layers = steps
                .Where(step => step.Place.Spec.Layer is not null && step.Output!.Value.Height != step.Input.Height)
                .Select(step => $"`{step.Place.Spec.Layer!.Name}`")
                .Distinct().ToList();
            var wanted = 0;
            while (GeneratorPlan.StemSize << wanted < variant.Image.Size)
            {
                wanted++;
            }

            var mend = layers.Count > 0 ? $"expected {variant.Image.Size}x{variant.Image.Size}"
                : GeneratorPlan.StemSize << wanted == variant.Image.Size ? $"expected {wanted} {word} blocks"
                : "expected an image size of 4 times a power of two";
            findings.Add(
                Rule.GeneratorSize,
                $"{findings.Tree.Says(SpecKeys.ImageSize)}, but the {ups.Count} {word} blocks{(layers.Count > 0 ? $" and {Phrases.And(layers)}" : "")} "
                    + $"of `generator.blocks`{findings.Tree.Origin(SpecKeys.GeneratorBlocks.Path)} grow 4x4 to {size}x{size}; {mend}",
                SpecKeys.GeneratorBlocks,
                SpecKeys.ImageSize);
        }
    }
}
