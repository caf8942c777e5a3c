namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The table of all keys of a spec. Validation, binding, the hash and docs/spec.md follow it; a new key is a row here.</summary>
public static class SpecKeys
{
    private static readonly RealShape Rate = new(0, leastIncluded: false, 10);
    private static readonly RealShape Decay = new(0, leastIncluded: true, 1);
    private static readonly IntegerShape Width = new(1, 65_536);
    private static readonly IntegerShape Channels = new(1, 4_096);
    private static readonly IntegerShape Layers = new(2, 64, even: true);
    private static readonly IntegerShape Pixels = new(4, 1_024);
    private static readonly ChoiceShape<bool> YesNo = new(("true", true), ("false", false));

    public static readonly Key<string> Variant = Own("variant", new IdentifierShape(), "the class that this file declares; without it the file is a part that others extend", "HighResE");
    public static readonly Key<string> Summary = Own("summary", new TextShape(), "one line for people", "\"E at 256 px\"");
    public static readonly Key<string> Extends = Own("extends", new BasePathShape(), "the spec whose keys this one inherits", "base");
    public static readonly Key<string> Ablates = Own("ablates", new KeyPathShape(), "the only key or group in which the variant may differ from its base", "encoder.backbone");

    public static readonly Key<int> LatentSize = Required("latent.size", Width, "dimensions of z", "120");
    public static readonly Key<PriorKind> LatentPrior = Optional("latent.prior", Choice(("normal", PriorKind.Normal), ("uniform", PriorKind.Uniform)), PriorKind.Normal, "z ~ N(0, 1) or U(-1, 1)", "uniform");

    public static readonly Key<int> ImageSize = Required("image.size", Pixels, "height and width of G's output and D's input, in pixels", "128");
    public static readonly Key<int> ImageColours = Optional("image.colours", Choice(("1", 1), ("3", 3)), 3, "grey or colour", "1");

    public static readonly Key<int> GeneratorChannels = Required("generator.channels", Channels, "what the multipliers of G's blocks multiply", "96");
    public static readonly Key<int> GeneratorShared = Optional("generator.shared", Width, 128, "width of the one learned row that joins every latent chunk", "16");
    public static readonly Key<EquatableArray<BlockSpec>> GeneratorBlocks = Optional("generator.blocks", new BlocksShape(BlockKind.Up), EquatableArray<BlockSpec>.Empty, "G's blocks from 4x4 on; the preset goes by the image size: 32, 64, 128 or 256", "[{ up: 4 }, { up: 4 }, attention, { up: 2 }]");

    public static readonly Key<bool> Encoder = Required("encoder", new ChoiceShape<bool>(("none", false)), "E: the keys below, or `none` for a plain GAN, which has no H and no J either", "none");
    public static readonly Key<int> EncoderImage = Optional("encoder.image", Pixels, 0, "height and width of E's input: the image size times 1, 2 or 4", "256", fallbackText: "image.size");
    public static readonly Key<BackboneFamily> BackboneFamily = WithEncoder("encoder.backbone.family", Choice(("resnet", Spec.BackboneFamily.ResNet), ("revnet", Spec.BackboneFamily.RevNet)), "ResNet-v2 with bottlenecks, or RevNet", "resnet");
    public static readonly Key<EquatableArray<int>> BackboneDepth = WithEncoder("encoder.backbone.depth", new DepthShape(), "units per stage; a RevNet has no 101", "50");
    public static readonly Key<int> BackboneWidth = Optional("encoder.backbone.width", new IntegerShape(1, 16), 1, "factor on every width", "4");
    public static readonly Key<int> BackboneChannels = Optional("encoder.backbone.channels", new IntegerShape(1, 1_024), 64, "width of the first stage's bottleneck before the factor", "16");
    public static readonly Key<StemKind> BackboneStem = Optional("encoder.backbone.stem", Choice(("imagenet", StemKind.ImageNet), ("small", StemKind.Small)), StemKind.ImageNet, "7x7 stride 2 and max pool, or 3x3 for images of 32 to 64 px", "small");
    public static readonly Key<int> HeadLayers = WithEncoder("encoder.head.layers", Layers, "linear layers between the backbone's feature and z, two per residual block", "4");
    public static readonly Key<int> HeadWidth = WithEncoder("encoder.head.width", Width, "width of those layers", "4096");
    public static readonly Key<PosteriorKind> Posterior = Optional("encoder.posterior", Choice(("gaussian", PosteriorKind.Gaussian), ("point", PosteriorKind.Point), ("tanh", PosteriorKind.Tanh)), PosteriorKind.Gaussian, "z = mu + sigma noise, z itself, or tanh of it for the uniform prior", "point");

    public static readonly Key<int> TrunkChannels = Required("discriminator.F.channels", Channels, "what the multipliers of F's blocks multiply", "96");
    public static readonly Key<EquatableArray<BlockSpec>> TrunkBlocks = Optional("discriminator.F.blocks", new BlocksShape(BlockKind.Down), EquatableArray<BlockSpec>.Empty, "F's blocks from the image on; the preset goes by the image size", "[{ down: 1 }, { down: 2 }, { same: 2 }]");
    public static readonly Key<int> LatentLayers = WithEncoder("discriminator.H.layers", Layers, "linear layers on z, two per residual block", "8");
    public static readonly Key<int> LatentWidth = WithEncoder("discriminator.H.width", Width, "width of H", "2048");
    public static readonly Key<int> JointLayers = WithEncoder("discriminator.J.layers", Layers, "linear layers on [F(x), H(z)], two per residual block", "8");
    public static readonly Key<int> JointWidth = WithEncoder("discriminator.J.width", Width, "width of J", "2048");

    public static readonly Key<ObjectiveSpec> Scores = Optional("objective.scores", new ScoresShape(), new ObjectiveSpec(true, true, true), "the scores that enter both losses; exactly `[x]` without an encoder", "[xz]");

    public static readonly Key<int> Batch = Required("training.batch", new IntegerShape(2, 1_048_576), "images per update", "2048");
    public static readonly Key<int> Steps = Required("training.steps", new IntegerShape(1, 1_000_000_000), "joint updates of G and E", "500k");
    public static readonly Key<double> GeneratorRate = Required("training.learning-rate.G", Rate, "G's Adam rate", "5e-5");
    public static readonly Key<double> DiscriminatorRate = Required("training.learning-rate.D", Rate, "D's Adam rate", "2e-4");
    public static readonly Key<double> EncoderRate = WithEncoder("training.learning-rate.E", Rate, "E's Adam rate", "5e-5");
    public static readonly Key<double> Beta1 = Optional("training.adam.beta1", Decay, 0, "decay of Adam's first moment", "0.5");
    public static readonly Key<double> Beta2 = Optional("training.adam.beta2", Decay, 0.999, "decay of Adam's second moment", "0.99");
    public static readonly Key<double> Epsilon = Optional("training.adam.epsilon", new RealShape(0, leastIncluded: false, 1), 1e-8, "what Adam adds to the root", "1e-6");
    public static readonly Key<int> DiscriminatorSteps = Optional("training.discriminator-steps", new IntegerShape(1, 100), 2, "updates of D before each joint update", "1");
    public static readonly Key<double> Ema = Required("training.ema", Decay, "decay of G's moving average; 0 keeps none", "0.9999");
    public static readonly Key<bool> Flip = Optional("training.augmentation.flip", YesNo, false, "mirror training images left and right, one in two", "true");
    public static readonly Key<int> Shift = Optional("training.augmentation.shift", new IntegerShape(0, 1_024), 0, "move training images by up to this many pixels", "2");

    /// <summary>In the order in which a canonical spec is written.</summary>
    public static IReadOnlyList<Key> All { get; } =
    [
        Variant, Summary, Extends, Ablates,
        LatentSize, LatentPrior,
        ImageSize, ImageColours,
        GeneratorChannels, GeneratorShared, GeneratorBlocks,
        Encoder, EncoderImage, BackboneFamily, BackboneDepth, BackboneWidth, BackboneChannels, BackboneStem, HeadLayers, HeadWidth, Posterior,
        TrunkChannels, TrunkBlocks, LatentLayers, LatentWidth, JointLayers, JointWidth,
        Scores,
        Batch, Steps, GeneratorRate, DiscriminatorRate, EncoderRate, Beta1, Beta2, Epsilon, DiscriminatorSteps, Ema, Flip, Shift,
    ];

    private static readonly Dictionary<string, Key> ByPath = All.ToDictionary(key => key.Path, StringComparer.Ordinal);

    /// <summary>The names of the keys inside each group; the top level is the empty path.</summary>
    private static readonly Dictionary<string, string[]> Groups = All
        .SelectMany(key => Enumerable.Range(0, key.Segments.Length)
            .Select(depth => (Group: string.Join(".", key.Segments.Take(depth)), Name: key.Segments[depth])))
        .GroupBy(pair => pair.Group, pair => pair.Name)
        .ToDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Every key and group that a file hands on to those that extend it.</summary>
    public static IReadOnlyList<string> InheritedPaths { get; } =
    [
        .. All.Where(key => key.Presence != Presence.OwnFile)
            .SelectMany(key => Enumerable.Range(1, key.Segments.Length).Select(count => string.Join(".", key.Segments.Take(count))))
            .Distinct(),
    ];

    public static Key? Find(string path) => ByPath.TryGetValue(path, out var key) ? key : null;

    /// <summary>The names inside a group, or null where the path is no group.</summary>
    public static IReadOnlyList<string>? Members(string group) => Groups.TryGetValue(group, out var names) ? names : null;

    public static bool IsInherited(string path) => Find(path) is { Presence: not Presence.OwnFile } || (path.Length > 0 && Groups.ContainsKey(path));

    private static ChoiceShape<T> Choice<T>(params (string, T)[] choices)
        where T : struct => new(choices);

    private static Key<T> Own<T>(string path, ValueShape<T> shape, string description, string example) =>
        new(path, shape, Presence.OwnFile, default!, null, description, example);

    private static Key<T> Required<T>(string path, ValueShape<T> shape, string description, string example) =>
        new(path, shape, Presence.Required, default!, null, description, example);

    private static Key<T> WithEncoder<T>(string path, ValueShape<T> shape, string description, string example) =>
        new(path, shape, Presence.RequiredWithEncoder, default!, null, description, example);

    private static Key<T> Optional<T>(string path, ValueShape<T> shape, T fallback, string description, string example, string? fallbackText = null) =>
        new(path, shape, Presence.Optional, fallback, fallbackText ?? shape.Write(fallback), description, example);
}
