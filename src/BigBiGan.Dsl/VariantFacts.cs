namespace BigBiGan.Dsl;

/// <summary>What the runtime needs to know of a variant beyond its networks; written by the compiler from the spec.</summary>
/// <param name="Path">The spec's path below the models folder: <c>small/fashion</c>.</param>
/// <param name="Encoder">Null in a plain GAN.</param>
/// <param name="SpecHash">SHA-256 of the resolved spec, stable across comments, key order and machines.</param>
public sealed record VariantFacts(
    string Path,
    string Name,
    string Summary,
    int LatentSize,
    int ImageSize,
    int Colours,
    EncoderFacts? Encoder,
    TrainingFacts Training,
    string SpecHash)
{
    /// <summary>The size at which images are read: E's, or D's where there is no E.</summary>
    public int DataSize => Encoder?.ImageSize ?? ImageSize;
}

/// <param name="NeedsNoise">Whether the posterior is gaussian.</param>
public sealed record EncoderFacts(int ImageSize, int FeatureSize, bool NeedsNoise);

/// <param name="EncoderRate">Null where there is no encoder.</param>
/// <param name="DiscriminatorSteps">D updates before each joint update of E and G.</param>
public sealed record TrainingFacts(
    int Batch,
    int Steps,
    double GeneratorRate,
    double DiscriminatorRate,
    double? EncoderRate,
    double Beta1,
    double Beta2,
    double Epsilon,
    int DiscriminatorSteps,
    double Ema,
    bool Flip,
    int Shift);

/// <summary>A variant that was compiled into the models assembly.</summary>
/// <param name="Create">Makes the networks on a device, initialised from a seed.</param>
/// <param name="SpecFile">The spec's path with ending: the name of the embedded copy.</param>
public sealed record VariantEntry(VariantFacts Facts, string SpecFile, Func<TorchSharp.torch.Device, ulong, VariantModel> Create);
