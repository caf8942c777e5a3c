using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec;

/// <summary>A variant as keys with canonical values, in the order of <see cref="SpecKeys.All"/>: what is hashed, printed and compared.</summary>
public static class VariantText
{
    /// <summary>Every key that the variant has, defaults written out; without the keys that belong to a file alone.</summary>
    public static IReadOnlyList<(Key Key, string Value)> Of(Variant variant)
    {
        var lines = new List<(Key, string)>();
        void Add<T>(Key<T> key, T value) => lines.Add((key, key.Shape.Write(value)));

        Add(SpecKeys.LatentSize, variant.Latent.Size);
        Add(SpecKeys.LatentPrior, variant.Latent.Prior);
        Add(SpecKeys.ImageSize, variant.Image.Size);
        Add(SpecKeys.ImageColours, variant.Image.Colours);
        Add(SpecKeys.GeneratorChannels, variant.Generator.Channels);
        Add(SpecKeys.GeneratorShared, variant.Generator.Shared);
        Add(SpecKeys.GeneratorBlocks, variant.Generator.Blocks);
        if (variant.Encoder is { } encoder)
        {
            Add(SpecKeys.EncoderImage, encoder.Image);
            Add(SpecKeys.BackboneFamily, encoder.Backbone.Family);
            Add(SpecKeys.BackboneDepth, encoder.Backbone.Depth);
            Add(SpecKeys.BackboneWidth, encoder.Backbone.Width);
            Add(SpecKeys.BackboneChannels, encoder.Backbone.Channels);
            Add(SpecKeys.BackboneStem, encoder.Backbone.Stem);
            Add(SpecKeys.HeadLayers, encoder.Head.Layers);
            Add(SpecKeys.HeadWidth, encoder.Head.Width);
            Add(SpecKeys.Posterior, encoder.Posterior);
        }
        else
        {
            Add(SpecKeys.Encoder, false);
        }

        Add(SpecKeys.TrunkChannels, variant.Discriminator.F.Channels);
        Add(SpecKeys.TrunkBlocks, variant.Discriminator.F.Blocks);
        if (variant.Discriminator is { H: { } h, J: { } j })
        {
            Add(SpecKeys.LatentLayers, h.Layers);
            Add(SpecKeys.LatentWidth, h.Width);
            Add(SpecKeys.JointLayers, j.Layers);
            Add(SpecKeys.JointWidth, j.Width);
        }

        Add(SpecKeys.Scores, variant.Objective);
        var training = variant.Training;
        Add(SpecKeys.Batch, training.Batch);
        Add(SpecKeys.Steps, training.Steps);
        Add(SpecKeys.GeneratorRate, training.GeneratorRate);
        Add(SpecKeys.DiscriminatorRate, training.DiscriminatorRate);
        if (training.EncoderRate is { } rate)
        {
            Add(SpecKeys.EncoderRate, rate);
        }

        Add(SpecKeys.Beta1, training.Beta1);
        Add(SpecKeys.Beta2, training.Beta2);
        Add(SpecKeys.Epsilon, training.Epsilon);
        Add(SpecKeys.DiscriminatorSteps, training.DiscriminatorSteps);
        Add(SpecKeys.Ema, training.Ema);
        Add(SpecKeys.Flip, training.Augmentation.Flip);
        Add(SpecKeys.Shift, training.Augmentation.Shift);
        return lines;
    }
}
