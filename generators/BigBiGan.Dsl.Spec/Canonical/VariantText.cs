using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Objectives;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Canonical;

/// <summary>A variant as keys with canonical values, in the order of <see cref="SpecKeys.All"/>: what is hashed, printed and compared.</summary>
public static class VariantText
{
    /// <summary>Every key that the variant has, defaults written out; without the keys that belong to a file alone.</summary>
    public static IReadOnlyList<(Key Key, string Value)> Of(Variant variant)
    {
        var lines = new List<(Key, string)>();
        void Add<T>(Key<T> key, T value) => lines.Add((key, key.Type.Write(value)));

        Add(SpecKeys.LatentSize, variant.Latent.Size);
        Add(SpecKeys.LatentPrior, variant.Latent.Prior);
        Add(SpecKeys.ImageSize, variant.Image.Size);
        Add(SpecKeys.ImageColours, variant.Image.Colours);
        if (variant.Labels is { } labels)
        {
            Add(SpecKeys.LabelClasses, labels.Classes);
            Add(SpecKeys.LabelSource, labels.Source);
        }
        else
        {
            Add(SpecKeys.Labels, false);
        }

        if (variant.Generator.Conv is { } conv)
        {
            Add(SpecKeys.GeneratorChannels, conv.Channels);
            Add(SpecKeys.GeneratorShared, conv.Shared);
            Add(SpecKeys.GeneratorBlocks, new BlockList(null, conv.Blocks));
        }

        AddDense(variant.Generator.Mlp, SpecKeys.GeneratorMlpLayers, SpecKeys.GeneratorMlpWidth);
        AddEncoder(variant.Encoder);
        AddDiscriminator(variant.Discriminator);
        AddObjective(variant);
        AddTraining(variant);
        return lines;

        void AddDense(DenseSpec? dense, Key<int> layers, Key<int> width)
        {
            if (dense is not null)
            {
                Add(layers, dense.Layers);
                Add(width, dense.Width);
            }
        }

        void AddEncoder(EncoderSpec? encoder)
        {
            if (encoder is null)
            {
                Add(SpecKeys.Encoder, false);
                return;
            }

            Add(SpecKeys.EncoderImage, encoder.Image);
            if (encoder is { Backbone: { } backbone, Head: { } head })
            {
                Add(SpecKeys.BackboneFamily, backbone.Family);
                Add(SpecKeys.BackboneDepth, backbone.Depth);
                Add(SpecKeys.BackboneWidth, backbone.Width);
                Add(SpecKeys.BackboneChannels, backbone.Channels);
                Add(SpecKeys.BackboneStem, backbone.Stem);
                if (backbone.Family == BackboneFamily.RevNet)
                {
                    Add(SpecKeys.Memory, backbone.Memory);
                }

                Add(SpecKeys.HeadLayers, head.Layers);
                Add(SpecKeys.HeadWidth, head.Width);
            }

            AddDense(encoder.Mlp, SpecKeys.EncoderMlpLayers, SpecKeys.EncoderMlpWidth);
            Add(SpecKeys.Posterior, encoder.Posterior);
        }

        void AddDiscriminator(DiscriminatorSpec? discriminator)
        {
            if (discriminator is null)
            {
                Add(SpecKeys.Discriminator, false);
                return;
            }

            if (discriminator.F is { } f)
            {
                Add(SpecKeys.TrunkChannels, f.Channels);
                Add(SpecKeys.TrunkBlocks, new BlockList(null, f.Blocks));
            }

            if (discriminator is { H: { } h, J: { } j })
            {
                Add(SpecKeys.LatentLayers, h.Layers);
                Add(SpecKeys.LatentWidth, h.Width);
                Add(SpecKeys.JointLayers, j.Layers);
                Add(SpecKeys.JointWidth, j.Width);
            }

            AddDense(discriminator.Mlp, SpecKeys.DiscriminatorMlpLayers, SpecKeys.DiscriminatorMlpWidth);
        }

        void AddObjective(Variant of)
        {
            var objective = of.Objective;
            if (of.Discriminator is not null)
            {
                Add(SpecKeys.Loss, objective.Loss);
                Add(SpecKeys.Scores, objective.Scores);
            }

            if (of.Encoder is not null)
            {
                Add(SpecKeys.Regression, objective.Regression);
                Add(SpecKeys.Reconstruction, objective.Reconstruction);
            }

            AddWeight(objective.Scores.X, SpecKeys.WeightX, objective.Weights.X);
            AddWeight(objective.Scores.Z, SpecKeys.WeightZ, objective.Weights.Z);
            AddWeight(objective.Scores.Joint, SpecKeys.WeightJoint, objective.Weights.Joint);
            AddWeight(objective.Regression != RegressionKind.None, SpecKeys.WeightRegression, objective.Weights.Regression);
            AddWeight(objective.Reconstruction != ReconstructionError.None, SpecKeys.WeightReconstruction, objective.Weights.Reconstruction);
        }

        void AddWeight(bool used, Key<double> key, double weight)
        {
            if (used)
            {
                Add(key, weight);
            }
        }

        void AddTraining(Variant of)
        {
            var training = of.Training;
            Add(SpecKeys.Batch, training.Batch);
            Add(SpecKeys.Steps, training.Steps);
            Add(SpecKeys.GeneratorRate, training.GeneratorRate);
            if (training.DiscriminatorRate is { } ofDiscriminator)
            {
                Add(SpecKeys.DiscriminatorRate, ofDiscriminator);
            }

            if (training.EncoderRate is { } ofEncoder)
            {
                Add(SpecKeys.EncoderRate, ofEncoder);
            }

            Add(SpecKeys.Beta1, training.Beta1);
            Add(SpecKeys.Beta2, training.Beta2);
            Add(SpecKeys.Epsilon, training.Epsilon);
            if (of.Discriminator is not null)
            {
                Add(SpecKeys.Updates, training.Updates);
                if (training.Updates == UpdateScheme.Alternating)
                {
                    Add(SpecKeys.DiscriminatorSteps, training.DiscriminatorSteps);
                }
            }

            Add(SpecKeys.Ema, training.Ema);
            Add(SpecKeys.Precision, training.Precision);
            Add(SpecKeys.Flip, training.Augmentation.Flip);
            Add(SpecKeys.Shift, training.Augmentation.Shift);
            if (training.Augmentation.Crop is { } crop)
            {
                Add(SpecKeys.CropArea, crop.Area);
                Add(SpecKeys.CropAspect, crop.Aspect);
            }
            else
            {
                Add(SpecKeys.Crop, false);
            }
        }
    }
}
