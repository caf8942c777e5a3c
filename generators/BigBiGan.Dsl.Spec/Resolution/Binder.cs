using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A complete tree to a <see cref="Variant"/>.</summary>
internal static class Binder
{
    /// <summary>Null where a preset or a layer does not exist; every key is there and sound.</summary>
    public static Variant? Bind(FileKeys own, ResolvedTree tree, VariantFindings findings)
    {
        var size = tree.Get(SpecKeys.ImageSize);
        var generatorBlocks = tree.Has(Precondition.ConvGenerator)
            ? Blocks(SpecKeys.GeneratorBlocks, BlockHosts.Generator, size, tree, findings)
            : EquatableArray<BlockSpec>.Empty;
        var trunkBlocks = tree.Has(Precondition.Trunk) ? Blocks(SpecKeys.TrunkBlocks, BlockHosts.Trunk, size, tree, findings) : EquatableArray<BlockSpec>.Empty;
        if (generatorBlocks is null || trunkBlocks is null)
        {
            return null;
        }

        return new Variant(
            own.Path,
            own.Name,
            own.Summary,
            own.Base,
            own.Ablates,
            new LatentSpec(tree.Get(SpecKeys.LatentSize), tree.Get(SpecKeys.LatentPrior)),
            new ImageSpec(size, tree.Get(SpecKeys.ImageColours), tree.Get(SpecKeys.ImageAntialias)),
            tree.Has(Precondition.Labels) ? new LabelSpec(tree.Get(SpecKeys.LabelClasses), tree.Get(SpecKeys.LabelSource)) : null,
            tree.Has(Precondition.MlpGenerator)
                ? new GeneratorSpec(null, Dense(SpecKeys.GeneratorMlpLayers, SpecKeys.GeneratorMlpWidth, tree))
                : new GeneratorSpec(
                    new ConvGeneratorSpec(tree.Get(SpecKeys.GeneratorChannels), tree.Get(SpecKeys.GeneratorShared), generatorBlocks.Value), null),
            tree.HasEncoder ? Encoder(tree, size) : null,
            tree.Has(Precondition.Discriminator) ? Discriminator(tree, trunkBlocks.Value) : null,
            Objective(tree),
            Training(tree));
    }

    private static DenseSpec Dense(Key<int> layers, Key<int> width, ResolvedTree tree) => new(tree.Get(layers), tree.Get(width));

    private static DiscriminatorSpec Discriminator(ResolvedTree tree, EquatableArray<BlockSpec> blocks)
    {
        if (tree.Has(Precondition.MlpDiscriminator))
        {
            return new DiscriminatorSpec(null, null, null, Dense(SpecKeys.DiscriminatorMlpLayers, SpecKeys.DiscriminatorMlpWidth, tree));
        }

        var pairs = tree.Has(Precondition.Pairs);
        return new DiscriminatorSpec(
            new TrunkSpec(tree.Get(SpecKeys.TrunkChannels), blocks),
            pairs ? new MlpSpec(tree.Get(SpecKeys.LatentLayers), tree.Get(SpecKeys.LatentWidth)) : null,
            pairs ? new MlpSpec(tree.Get(SpecKeys.JointLayers), tree.Get(SpecKeys.JointWidth)) : null,
            null);
    }

    private static ObjectiveSpec Objective(ResolvedTree tree) => new(
        tree.Get(SpecKeys.Loss),
        tree.Has(Precondition.Discriminator) ? tree.Get(SpecKeys.Scores) : new ScoresSpec(false, false, false),
        tree.Get(SpecKeys.Regression),
        tree.Get(SpecKeys.Reconstruction),
        new WeightsSpec(
            tree.Get(SpecKeys.WeightX),
            tree.Get(SpecKeys.WeightZ),
            tree.Get(SpecKeys.WeightJoint),
            tree.Get(SpecKeys.WeightRegression),
            tree.Get(SpecKeys.WeightReconstruction)));

    private static EncoderSpec Encoder(ResolvedTree tree, int imageSize) => new(
        tree.Find(SpecKeys.EncoderImage) is null ? imageSize : tree.Get(SpecKeys.EncoderImage),
        tree.Has(Precondition.MlpEncoder) ? null : new BackboneSpec(
            tree.Get(SpecKeys.BackboneFamily),
            tree.Get(SpecKeys.BackboneDepth),
            tree.Get(SpecKeys.BackboneWidth),
            tree.Get(SpecKeys.BackboneChannels),
            tree.Get(SpecKeys.BackboneStem),
            tree.Get(SpecKeys.Memory)),
        tree.Has(Precondition.MlpEncoder) ? null : new MlpSpec(tree.Get(SpecKeys.HeadLayers), tree.Get(SpecKeys.HeadWidth)),
        tree.Has(Precondition.MlpEncoder) ? Dense(SpecKeys.EncoderMlpLayers, SpecKeys.EncoderMlpWidth, tree) : null,
        tree.Get(SpecKeys.Posterior));

    private static TrainingSpec Training(ResolvedTree tree) => new(
        tree.Get(SpecKeys.Batch),
        tree.Get(SpecKeys.Steps),
        tree.Get(SpecKeys.GeneratorRate),
        tree.Has(Precondition.Discriminator) ? tree.Get(SpecKeys.DiscriminatorRate) : null,
        tree.HasEncoder ? tree.Get(SpecKeys.EncoderRate) : null,
        tree.Get(SpecKeys.Beta1),
        tree.Get(SpecKeys.Beta2),
        tree.Get(SpecKeys.Epsilon),
        tree.Get(SpecKeys.Updates),
        tree.Has(Precondition.Alternation) ? tree.Get(SpecKeys.DiscriminatorSteps) : 0,
        tree.Get(SpecKeys.Ema),
        tree.Get(SpecKeys.Precision),
        new AugmentationSpec(
            tree.Get(SpecKeys.Flip),
            tree.Get(SpecKeys.Shift),
            tree.Has(Precondition.Crop) ? new CropSpec(tree.Get(SpecKeys.CropArea), tree.Get(SpecKeys.CropAspect)) : null),
        tree.Get(SpecKeys.EvaluateEvery),
        tree.Get(SpecKeys.MicroBatches),
        tree.Get(SpecKeys.NormStatistics));

    private static EquatableArray<BlockSpec>? Blocks(Key<BlockList> key, BlockHosts host, int imageSize, ResolvedTree tree, VariantFindings findings)
    {
        var list = tree.Get(key);
        if (list.Preset is not { } name)
        {
            // a layer that is not there is told in the file that names it
            var bound = list.Blocks.Select(block => block.Layer is null ? block : Layer(block, tree)).OfType<BlockSpec>().ToEquatableArray();
            return bound.Count == list.Blocks.Count ? bound : null;
        }

        var preset = Preset.All.Single(one => one.Name == name);
        var blocks = preset.Blocks(host, imageSize);
        if (blocks is null)
        {
            var sizes = Phrases.Or(preset.Sizes.Select(size => size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            findings.Add(
                Rule.Preset,
                $"{tree.Says(key)}, but {tree.Says(SpecKeys.ImageSize)}; the preset knows {sizes} px: write the blocks as a list",
                key,
                SpecKeys.ImageSize);
        }

        return blocks;
    }

    private static BlockSpec? Layer(BlockSpec block, ResolvedTree tree) =>
        tree.Layers.FirstOrDefault(layer => layer.Name == block.Layer!.Name) is { } spec ? block with { Layer = block.Layer! with { Spec = spec } } : null;
}
