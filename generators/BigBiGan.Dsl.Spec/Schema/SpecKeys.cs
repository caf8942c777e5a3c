using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Objectives;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The table of all keys of a spec. Validation, binding, the hash and docs/spec.md follow it; a new key is a row here.</summary>
public static class SpecKeys
{
    private static readonly KeyRows Rows = new(); // before all rows: initializers run in the order of the text

    private static readonly RealType Rate = new(0, leastIncluded: false, 10);
    private static readonly RealType Decay = new(0, leastIncluded: true, 1);
    private static readonly IntegerType Width = new(1, 65_536);
    private static readonly IntegerType Channels = new(1, 4_096);
    private static readonly IntegerType Layers = new(2, 64, even: true);
    private static readonly IntegerType DenseLayers = new(1, 64);
    private static readonly RealType Factor = new(0, leastIncluded: false, 1_000_000);
    private static readonly ChoiceType<bool> None = new(("none", false));
    private static readonly IntegerType Pixels = new(4, 1_024);
    private static readonly ChoiceType<bool> YesNo = new(("true", true), ("false", false));

    public static readonly Key<string> Variant = Own(
        "variant", new IdentifierType(),
        "the class that this file declares; without it the file is a part that others extend", "HighResE");
    public static readonly Key<string> Summary = Own("summary", new TextType(), "one line for people", "\"E at 256 px\"");
    public static readonly Key<string> Extends = Own("extends", new BasePathType(), "the spec whose keys this one inherits", "base");
    public static readonly Key<string> Ablates = Own(
        "ablates", new KeyPathType(),
        "the only key or group in which the variant may differ from its base", "encoder.backbone");

    public static readonly Key<double> BudgetParameters = Own(
        "budget.parameters", BudgetTypes.Percent,
        "how many parameters more or fewer than its base the variant may have", "10%");
    public static readonly Key<double> BudgetMultiplyAdds = Own(
        "budget.multiply-adds", BudgetTypes.Number,
        "the most multiply-adds of one image through all networks", "60G");
    public static readonly Key<double> BudgetMemory = Own(
        "budget.memory", BudgetTypes.Gigabytes,
        "the memory of the card on which an update of the batch must fit: weights, gradients, moments, average and activations", "80 GB");

    public static readonly Key<int> LatentSize = Required("latent.size", variant => variant.Latent.Size, Width, "dimensions of z", "120");
    public static readonly Key<Prior> LatentPrior = Optional(
        "latent.prior", variant => variant.Latent.Prior, Choice(Prior.All, prior => prior.Word), Prior.All[0],
        "z ~ N(0, 1) or U(-1, 1)", "uniform");

    public static readonly Key<int> ImageSize = Required(
        "image.size", variant => variant.Image.Size, Pixels,
        "height and width of G's output and D's input, in pixels", "128");
    public static readonly Key<int> ImageColours = Optional(
        "image.colours", variant => variant.Image.Colours, Choice(("1", 1), ("3", 3)), 3,
        "grey or colour", "1");

    // absent where it is on, so that variants of before it have the hashes that they had
    public static readonly Key<bool> ImageAntialias = Optional(
        "image.antialias", variant => variant.Image.Antialias ? null : false, YesNo, true,
        "whether the bicubic filter widens where pictures become smaller, as Pillow's does; TensorFlow's does not", "false");

    public static readonly Key<bool> Labels = Optional(
        "labels", variant => variant.Labels is null ? false : null, None, false,
        "class labels for G and D: the keys below, or `none`", "none");
    public static readonly Key<int> LabelClasses = Required(
        "labels.classes", variant => variant.Labels?.Classes, new IntegerType(2, 100_000),
        "how many classes there are", "50", Precondition.Labels);
    public static readonly Key<LabelSource> LabelSource = Required(
        "labels.from", variant => variant.Labels?.Source,
        Choice(("data", Model.LabelSource.Data), ("random", Model.LabelSource.Random), ("file", Model.LabelSource.File)),
        "the data set's own classes, one drawn per image, or a file that `train --labels` names, such as `bigbigan cluster` writes",
        "file", Precondition.Labels);

    public static readonly Key<int> GeneratorChannels = Required(
        "generator.channels", variant => variant.Generator.Conv?.Channels, Channels,
        "what the multipliers of G's blocks multiply", "96", Precondition.ConvGenerator);
    public static readonly Key<int> GeneratorShared = Optional(
        "generator.shared", variant => variant.Generator.Conv?.Shared, Width, 128,
        "width of the learned row (one, or one per class) that joins every latent chunk", "16", Precondition.ConvGenerator);
    public static readonly Key<BlockList> GeneratorBlocks = Optional(
        "generator.blocks", variant => BlockList.Of(variant.Generator.Conv?.Blocks), new BlocksType(BlockHosts.Generator), BlocksType.Default,
        "G's blocks from 4x4 on; the preset goes by the image size: 32, 64, 128 or 256",
        "[{ up: 4 }, { up: 4 }, attention, { up: 2 }]", Precondition.ConvGenerator);
    public static readonly Key<int> GeneratorMlpLayers = Required(
        "generator.mlp.layers", variant => variant.Generator.Mlp?.Layers, DenseLayers,
        "hidden layers of a G over whole vectors: linear, batch norm, ReLU", "2", Precondition.MlpGenerator);
    public static readonly Key<int> GeneratorMlpWidth = Required(
        "generator.mlp.width", variant => variant.Generator.Mlp?.Width, Width,
        "width of those layers", "1024", Precondition.MlpGenerator);

    public static readonly Key<bool> Encoder = Required(
        "encoder", variant => variant.Encoder is null ? false : null, None,
        "E: the keys below, or `none` for a plain GAN, which has no H and no J either", "none");
    public static readonly Key<int> EncoderImage = Optional(
        "encoder.image", variant => variant.Encoder?.Image, Pixels, 0,
        "height and width of E's input: the image size times 1, 2 or 4", "256", Precondition.Encoder, fallbackText: "image.size");
    public static readonly Key<BackboneFamily> BackboneFamily = Required(
        "encoder.backbone.family", variant => variant.Encoder?.Backbone?.Family,
        Choice(("resnet", Model.BackboneFamily.ResNet), ("revnet", Model.BackboneFamily.RevNet)),
        "ResNet-v2 with bottlenecks, or RevNet", "resnet", Precondition.Backbone);
    public static readonly Key<EquatableArray<int>> BackboneDepth = Required(
        "encoder.backbone.depth", variant => variant.Encoder?.Backbone?.Depth, new DepthType(),
        "units per stage; a RevNet has no 101", "50", Precondition.Backbone);
    public static readonly Key<int> BackboneWidth = Optional(
        "encoder.backbone.width", variant => variant.Encoder?.Backbone?.Width, new IntegerType(1, 16), 1,
        "factor on every width", "4", Precondition.Backbone);
    public static readonly Key<int> BackboneChannels = Optional(
        "encoder.backbone.channels", variant => variant.Encoder?.Backbone?.Channels, new IntegerType(1, 1_024), 64,
        "width of the first stage's bottleneck before the factor", "16", Precondition.Backbone);
    public static readonly Key<StemKind> BackboneStem = Optional(
        "encoder.backbone.stem", variant => variant.Encoder?.Backbone?.Stem,
        Choice(("imagenet", StemKind.ImageNet), ("small", StemKind.Small)), StemKind.ImageNet,
        "7x7 stride 2 and max pool, or 3x3 for images of 32 to 64 px", "small", Precondition.Backbone);
    public static readonly Key<MemoryKind> Memory = Optional(
        "encoder.backbone.memory", variant => variant.Encoder?.Backbone is { Family: Model.BackboneFamily.RevNet } revNet ? revNet.Memory : null,
        Choice(("stored", MemoryKind.Stored), ("reversible", MemoryKind.Reversible)), MemoryKind.Stored,
        "keep every activation of a RevNet, or one per stage and calculate the rest again", "reversible", Precondition.RevNet);
    public static readonly Key<int> HeadLayers = Required(
        "encoder.head.layers", variant => variant.Encoder?.Head?.Layers, Layers,
        "linear layers between the backbone's feature and z, two per residual block", "4", Precondition.Backbone);
    public static readonly Key<int> HeadWidth = Required(
        "encoder.head.width", variant => variant.Encoder?.Head?.Width, Width,
        "width of those layers", "4096", Precondition.Backbone);
    public static readonly Key<int> EncoderMlpLayers = Required(
        "encoder.mlp.layers", variant => variant.Encoder?.Mlp?.Layers, DenseLayers,
        "hidden layers of an E over whole vectors: linear, batch norm (not in the first), leaky ReLU", "2", Precondition.MlpEncoder);
    public static readonly Key<int> EncoderMlpWidth = Required(
        "encoder.mlp.width", variant => variant.Encoder?.Mlp?.Width, Width,
        "width of those layers", "1024", Precondition.MlpEncoder);
    public static readonly Key<Posterior> Posterior = Optional(
        "encoder.posterior", variant => variant.Encoder?.Posterior,
        Choice(Latents.Posterior.All, posterior => posterior.Word), Latents.Posterior.All[0],
        OrLast(Latents.Posterior.All.Select(posterior => posterior.Meaning)), "point", Precondition.Encoder);

    public static readonly Key<bool> Discriminator = Required(
        "discriminator", variant => variant.Discriminator is null ? false : null, None,
        "D: the keys below, or `none` for an autoencoder", "none");
    public static readonly Key<int> TrunkChannels = Required(
        "discriminator.F.channels", variant => variant.Discriminator?.F?.Channels, Channels,
        "what the multipliers of F's blocks multiply", "96", Precondition.Trunk);
    public static readonly Key<BlockList> TrunkBlocks = Optional(
        "discriminator.F.blocks", variant => BlockList.Of(variant.Discriminator?.F?.Blocks), new BlocksType(BlockHosts.Trunk), BlocksType.Default,
        "F's blocks from the image on; the preset goes by the image size", "[{ down: 1 }, { down: 2 }, { same: 2 }]", Precondition.Trunk);
    public static readonly Key<int> LatentLayers = Required(
        "discriminator.H.layers", variant => variant.Discriminator?.H?.Layers, Layers,
        "linear layers on z, two per residual block", "8", Precondition.Pairs);
    public static readonly Key<int> LatentWidth = Required(
        "discriminator.H.width", variant => variant.Discriminator?.H?.Width, Width,
        "width of H", "2048", Precondition.Pairs);
    public static readonly Key<int> JointLayers = Required(
        "discriminator.J.layers", variant => variant.Discriminator?.J?.Layers, Layers,
        "linear layers on [F(x), H(z)], two per residual block", "8", Precondition.Pairs);
    public static readonly Key<int> JointWidth = Required(
        "discriminator.J.width", variant => variant.Discriminator?.J?.Width, Width,
        "width of J", "2048", Precondition.Pairs);
    public static readonly Key<int> DiscriminatorMlpLayers = Required(
        "discriminator.mlp.layers", variant => variant.Discriminator?.Mlp?.Layers, DenseLayers,
        "hidden layers of a D over [x, z] (or x) as one vector: linear, batch norm (not in the first), leaky ReLU", "2", Precondition.MlpDiscriminator);
    public static readonly Key<int> DiscriminatorMlpWidth = Required(
        "discriminator.mlp.width", variant => variant.Discriminator?.Mlp?.Width, Width,
        "width of those layers", "1024", Precondition.MlpDiscriminator);

    public static readonly Key<AdversarialLoss> Loss = Optional(
        "objective.loss", variant => variant.Discriminator is null ? null : variant.Objective.Loss,
        Choice(AdversarialLoss.All, loss => loss.Word), AdversarialLoss.All[0],
        $"what becomes of a score: {OrLast(AdversarialLoss.All.Select(loss => loss.Meaning))}", "cross-entropy", Precondition.Discriminator);
    public static readonly Key<ScoresSpec> Scores = Optional(
        "objective.scores", variant => variant.Discriminator is null ? null : variant.Objective.Scores,
        new ScoresType(), new ScoresSpec(true, true, true),
        "the scores that enter both losses; exactly `[x]` without an encoder, one of `[x]` and `[xz]` with `discriminator.mlp`",
        "[xz]", Precondition.Discriminator);
    public static readonly Key<RegressionKind> Regression = Optional(
        "objective.regression", variant => variant.Encoder is null ? null : variant.Objective.Regression,
        Choice(("none", RegressionKind.None), ("separate", RegressionKind.Separate), ("joint", RegressionKind.Joint)), RegressionKind.None,
        "E learns to give z back from G(z): alone, or with G", "joint", Precondition.Encoder);
    public static readonly Key<ReconstructionError> Reconstruction = Optional(
        "objective.reconstruction", variant => variant.Encoder is null ? null : variant.Objective.Reconstruction,
        Choice(ReconstructionError.All, error => error.Word), ReconstructionError.All[0],
        "G(E(x)) comes close to x: mean absolute or squared error", "l2", Precondition.Encoder);
    public static readonly Key<double> WeightX = Optional(
        "objective.weights.x", variant => variant.Objective.Scores.X ? variant.Objective.Weights.X : null, Factor, 1,
        "factor of s_x's terms", "0.5", Precondition.Discriminator);
    public static readonly Key<double> WeightZ = Optional(
        "objective.weights.z", variant => variant.Objective.Scores.Z ? variant.Objective.Weights.Z : null, Factor, 1,
        "factor of s_z's terms", "0.5", Precondition.Discriminator);
    public static readonly Key<double> WeightJoint = Optional(
        "objective.weights.xz", variant => variant.Objective.Scores.Joint ? variant.Objective.Weights.Joint : null, Factor, 1,
        "factor of s_xz's terms", "2", Precondition.Discriminator);
    public static readonly Key<double> WeightRegression = Optional(
        "objective.weights.regression", variant => variant.Objective.Regression == RegressionKind.None ? null : variant.Objective.Weights.Regression,
        Factor, 1,
        "factor of the regression", "0.1", Precondition.Encoder);
    public static readonly Key<double> WeightReconstruction = Optional(
        "objective.weights.reconstruction",
        variant => variant.Objective.Reconstruction == ReconstructionError.None ? null : variant.Objective.Weights.Reconstruction,
        Factor, 1,
        "factor of the reconstruction", "10", Precondition.Encoder);

    public static readonly Key<int> Batch = Required(
        "training.batch", variant => variant.Training.Batch, new IntegerType(2, 1_048_576),
        "images per update", "2048");
    public static readonly Key<int> Steps = Required(
        "training.steps", variant => variant.Training.Steps, new IntegerType(1, 1_000_000_000),
        "joint updates of G and E", "500k");
    public static readonly Key<double> GeneratorRate = Required(
        "training.learning-rate.G", variant => variant.Training.GeneratorRate, Rate,
        "G's Adam rate", "5e-5");
    public static readonly Key<double> DiscriminatorRate = Required(
        "training.learning-rate.D", variant => variant.Training.DiscriminatorRate, Rate,
        "D's Adam rate", "2e-4", Precondition.Discriminator);
    public static readonly Key<double> EncoderRate = Required(
        "training.learning-rate.E", variant => variant.Training.EncoderRate, Rate,
        "E's Adam rate", "5e-5", Precondition.Encoder);
    public static readonly Key<double> Beta1 = Optional(
        "training.adam.beta1", variant => variant.Training.Beta1, Decay, 0,
        "decay of Adam's first moment", "0.5");
    public static readonly Key<double> Beta2 = Optional(
        "training.adam.beta2", variant => variant.Training.Beta2, Decay, 0.999,
        "decay of Adam's second moment", "0.99");
    public static readonly Key<double> Epsilon = Optional(
        "training.adam.epsilon", variant => variant.Training.Epsilon, new RealType(0, leastIncluded: false, 1), 1e-8,
        "what Adam adds to the root", "1e-6");
    public static readonly Key<UpdateScheme> Updates = Optional(
        "training.updates", variant => variant.Discriminator is null ? null : variant.Training.Updates,
        Choice(("alternating", UpdateScheme.Alternating), ("simultaneous", UpdateScheme.Simultaneous)), UpdateScheme.Alternating,
        "D first and then G and E, or all at once from one forward", "simultaneous", Precondition.Discriminator);
    public static readonly Key<int> DiscriminatorSteps = Optional(
        "training.discriminator-steps",
        variant => variant.Discriminator is null || variant.Training.Updates != UpdateScheme.Alternating ? null : variant.Training.DiscriminatorSteps,
        new IntegerType(1, 100), 2,
        "updates of D before each joint update", "1", Precondition.Alternation);
    public static readonly Key<AverageSpec> Ema = Required(
        "training.ema", variant => variant.Training.Ema, new AverageType(),
        "decay of G's moving average, and the step at which it begins; a decay of 0 keeps none", "0.9999");
    public static readonly Key<Precision> Precision = Optional(
        "training.precision", variant => variant.Training.Precision,
        Choice(("float32", Model.Precision.Float32), ("bfloat16", Model.Precision.BFloat16)), Model.Precision.Float32,
        "in what the convolutions calculate; parameters and optimiser stay float32", "bfloat16");

    // absent where they are as ever, so that variants of before it have the hashes that they had
    public static readonly Key<int> EvaluateEvery = Optional(
        "training.evaluate-every", variant => variant.Training.EvaluateEvery == 0 ? null : variant.Training.EvaluateEvery, new IntegerType(0, 1_000_000_000), 0,
        "steps from one evaluation along the way to the next; 0 for none", "1000");

    public static readonly Key<int> MicroBatches = Optional(
        "training.micro-batches", variant => variant.Training.MicroBatches == 1 ? null : variant.Training.MicroBatches, new IntegerType(1, 65_536), 1,
        "equal parts of a batch that are taken one after the other, their gradients averaged; batch norm takes the statistics of a part", "8");
    public static readonly Key<NormStatistics> NormStatistics = Optional(
        "training.norm-statistics",
        variant => variant.Training.NormStatistics == Model.NormStatistics.Batch ? null : variant.Training.NormStatistics,
        Choice(("batch", Model.NormStatistics.Batch), ("replica", Model.NormStatistics.Replica)), Model.NormStatistics.Batch,
        "whose statistics batch norm takes where replicas share a batch: those of all parts together, or of each replica's part", "replica");

    public static readonly Key<bool> Flip = Optional(
        "training.augmentation.flip", variant => variant.Training.Augmentation.Flip, YesNo, false,
        "mirror training images left and right, one in two", "true");
    public static readonly Key<int> Shift = Optional(
        "training.augmentation.shift", variant => variant.Training.Augmentation.Shift, new IntegerType(0, 1_024), 0,
        "move training images by up to this many pixels", "2");
    public static readonly Key<bool> Crop = Optional(
        "training.augmentation.crop", variant => variant.Training.Augmentation.Crop is null ? false : null, None, false,
        "a random crop of a training image, resized to the whole size: the keys below, or `none`", "none");
    public static readonly Key<Interval> CropArea = Required(
        "training.augmentation.crop.area", variant => variant.Training.Augmentation.Crop?.Area, new IntervalType(1),
        "the crop's share of the image's area", "[0.08, 1]", Precondition.Crop);
    public static readonly Key<Interval> CropAspect = Optional(
        "training.augmentation.crop.aspect", variant => variant.Training.Augmentation.Crop?.Aspect, new IntervalType(10), new Interval(0.75, 1.3333),
        "the crop's width over its height", "[1, 1]", Precondition.Crop);

    /// <summary>In the order in which a canonical spec is written: that of the rows above, which register themselves.</summary>
    public static IReadOnlyList<Key> All => Rows.All;

    /// <summary>The same as a set, for what is common to specs and grids.</summary>
    public static KeySet Table { get; } = new("a spec", "docs/spec.md", inherits: true, All);

    /// <summary>Every key and group that a file hands on to those that extend it.</summary>
    public static IReadOnlyList<string> InheritedPaths => Table.InheritedPaths;

    public static Key? Find(string path) => Table.Find(path);

    /// <summary>The names inside a group, or null where the path is not a group.</summary>
    public static IReadOnlyList<string>? Members(string group) => Table.Members(group);

    public static bool IsInherited(string path) => Table.IsInherited(path);

    private static ChoiceType<T> Choice<T>(params (string, T)[] choices)
        where T : notnull => new(choices);

    private static ChoiceType<T> Choice<T>(IEnumerable<T> rows, Func<T, string> word)
        where T : notnull => new([.. rows.Select(row => (word(row), row))]);

    /// <summary><c>a, b, or c</c>: meanings that may hold commas.</summary>
    private static string OrLast(IEnumerable<string> meanings) => meanings.ToList() is var all && all.Count > 1
        ? $"{string.Join(", ", all.Take(all.Count - 1))}, or {all[all.Count - 1]}"
        : string.Concat(all);

    private static Key<T> Own<T>(string path, SpecType<T> type, string description, string example) =>
        Rows.Add(new Key<T>(path, type, Presence.OwnFile, Precondition.Nothing, default!, null, description, example));

    private static Key<T> Required<T>(
        string path, Func<Variant, T?> value, SpecType<T> type, string description, string example, Precondition need = Precondition.Nothing)
        where T : struct =>
        Rows.Add(new Key<T>(path, type, Presence.Required, need, default, null, description, example) { Text = Written(value, type) });

    private static Key<T> Optional<T>(
        string path, Func<Variant, T?> value, SpecType<T> type, T fallback, string description, string example,
        Precondition need = Precondition.Nothing, string? fallbackText = null)
        where T : struct =>
        Rows.Add(new Key<T>(path, type, Presence.Optional, need, fallback, fallbackText ?? type.Write(fallback), description, example)
        {
            Text = Written(value, type),
        });

    private static Key<T> Optional<T>(
        string path, Func<Variant, T?> value, SpecType<T> type, T fallback, string description, string example, Precondition need = Precondition.Nothing)
        where T : class =>
        Rows.Add(new Key<T>(path, type, Presence.Optional, need, fallback, type.Write(fallback), description, example)
        {
            Text = variant => value(variant) is { } found ? type.Write(found) : null,
        });

    private static Func<Variant, string?> Written<T>(Func<Variant, T?> value, SpecType<T> type)
        where T : struct => variant => value(variant) is { } found ? type.Write(found) : null;
}
