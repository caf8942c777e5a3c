namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Names that a variant cannot bear, since the generated C# uses them otherwise.</summary>
internal static class ReservedNames
{
    /// <summary>What the class of some variant declares, or calls by its short name; the generator's tests find what is missing here.</summary>
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "Generator", "Encoder", "Discriminator", "Prior", "Networks", "Facts", "Description", "Create", "Generate", "Features", "Infer", "SamplePrior", "SampleLabels",
        "Updates", "DiscriminatorStep", "GeneratorEncoderStep", "Step",
        "VariantModel", "VariantFacts", "TrainingFacts", "EncoderFacts", "LabelFacts", "CropFacts", "IInference", "Tensor", "Device", "Initialise", "CounterRandom",
        "StepInput", "StepLosses", "ScoreMeans", "UpdatePhase", "NamedNetwork", "NormalPrior", "UniformPrior", "Precision", "Pool",
        "Bottleneck", "ChannelsLast", "CrossEntropyObjective", "Dense", "DenseNorm", "DiscriminatorBlock", "DiscriminatorBlockKind", "GaussianPosterior", "GeneratorBlock",
        "HingeObjective", "IImage", "ILabels", "ILatent", "LabelProjection", "LabelRows", "LabelSource", "LatentRegression", "Linear", "MlpBlock", "Network", "NormRelu",
        "Reconstruction", "ReversibleStage", "ReversibleTransition", "ReversibleUnit", "SharedRow", "SpectralConv2d", "SpectralLinear", "SpectralMlpBlock", "Stem", "StemKind",
        "TensorShape", "VariantEntry", "Weighted", "Attention",
    };

    /// <summary>What the networks' classes are called behind their variant's name.</summary>
    private static readonly string[] Networks = ["Generator", "Encoder", "Discriminator", "F", "H", "J"];

    /// <summary>Why a variant of this name would not compile; null where it would.</summary>
    /// <param name="neighbour">The file of a variant in the same folder by its name, or null.</param>
    public static string? Fault(string name, Func<string, string?> neighbour)
    {
        if (Members.Contains(name))
        {
            return $"`variant` is `{name}`, a word of the generated C#; choose another name";
        }

        return Networks
            .Where(network => name.Length > network.Length && name.EndsWith(network, StringComparison.Ordinal))
            .Select(network => neighbour(name.Substring(0, name.Length - network.Length)))
            .FirstOrDefault(file => file is not null) is { } other
            ? $"`variant` is `{name}`, which in C# is the class of a network of {other}; choose another name"
            : null;
    }
}
