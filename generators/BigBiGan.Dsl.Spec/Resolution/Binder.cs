using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A complete tree to a <see cref="Variant"/>.</summary>
internal static class Binder
{
    /// <summary>Null where a preset does not exist; every key is there and sound.</summary>
    public static Variant? Bind(FileKeys own, ResolvedTree tree, VariantFindings findings)
    {
        var size = tree.Get(SpecKeys.ImageSize);
        var generatorBlocks = Blocks(SpecKeys.GeneratorBlocks, Presets.Generator(size), tree, findings);
        var trunkBlocks = Blocks(SpecKeys.TrunkBlocks, Presets.Trunk(size), tree, findings);
        if (generatorBlocks is null || trunkBlocks is null)
        {
            return null;
        }

        var encoder = tree.HasEncoder ? Encoder(tree, size) : null;
        return new Variant(
            own.Path,
            own.Name,
            own.Summary,
            own.Base,
            own.Ablates,
            new LatentSpec(tree.Get(SpecKeys.LatentSize), tree.Get(SpecKeys.LatentPrior)),
            new ImageSpec(size, tree.Get(SpecKeys.ImageColours)),
            new GeneratorSpec(tree.Get(SpecKeys.GeneratorChannels), tree.Get(SpecKeys.GeneratorShared), generatorBlocks.Value),
            encoder,
            new DiscriminatorSpec(
                new TrunkSpec(tree.Get(SpecKeys.TrunkChannels), trunkBlocks.Value),
                encoder is null ? null : new MlpSpec(tree.Get(SpecKeys.LatentLayers), tree.Get(SpecKeys.LatentWidth)),
                encoder is null ? null : new MlpSpec(tree.Get(SpecKeys.JointLayers), tree.Get(SpecKeys.JointWidth))),
            tree.Get(SpecKeys.Scores),
            Training(tree));
    }

    private static EncoderSpec Encoder(ResolvedTree tree, int imageSize) => new(
        tree.Find(SpecKeys.EncoderImage) is null ? imageSize : tree.Get(SpecKeys.EncoderImage),
        new BackboneSpec(
            tree.Get(SpecKeys.BackboneFamily),
            tree.Get(SpecKeys.BackboneDepth),
            tree.Get(SpecKeys.BackboneWidth),
            tree.Get(SpecKeys.BackboneChannels),
            tree.Get(SpecKeys.BackboneStem)),
        new MlpSpec(tree.Get(SpecKeys.HeadLayers), tree.Get(SpecKeys.HeadWidth)),
        tree.Get(SpecKeys.Posterior));

    private static TrainingSpec Training(ResolvedTree tree) => new(
        tree.Get(SpecKeys.Batch),
        tree.Get(SpecKeys.Steps),
        tree.Get(SpecKeys.GeneratorRate),
        tree.Get(SpecKeys.DiscriminatorRate),
        tree.HasEncoder ? tree.Get(SpecKeys.EncoderRate) : null,
        tree.Get(SpecKeys.Beta1),
        tree.Get(SpecKeys.Beta2),
        tree.Get(SpecKeys.Epsilon),
        tree.Get(SpecKeys.DiscriminatorSteps),
        tree.Get(SpecKeys.Ema),
        new AugmentationSpec(tree.Get(SpecKeys.Flip), tree.Get(SpecKeys.Shift)));

    private static EquatableArray<BlockSpec>? Blocks(
        Key<EquatableArray<BlockSpec>> key, EquatableArray<BlockSpec>? preset, ResolvedTree tree, VariantFindings findings)
    {
        var written = tree.Get(key);
        if (written.Count > 0)
        {
            return written;
        }

        if (preset is null)
        {
            var sizes = Words.Or(Presets.Sizes.Select(size => size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            findings.Add(
                Rule.Preset,
                $"{tree.Says(key)}, but {tree.Says(SpecKeys.ImageSize)}; the preset knows {sizes} px: write the blocks as a list",
                key,
                SpecKeys.ImageSize);
        }

        return preset;
    }
}
