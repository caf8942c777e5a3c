namespace BigBiGan.Dsl;

/// <summary>What the runtime needs to know of a variant beyond its networks; written by the compiler from the spec.</summary>
/// <param name="Path">The spec's path below the models folder: <c>small/fashion</c>.</param>
/// <param name="Labels">Null where G takes no class label.</param>
/// <param name="Encoder">Null in a plain GAN.</param>
/// <param name="FeatureSize">Width of what <see cref="VariantModel.Features"/> gives.</param>
/// <param name="SpecHash">SHA-256 of the resolved spec, stable across comments, key order and machines.</param>
public sealed record VariantFacts(
    string Path,
    string Name,
    string Summary,
    int LatentSize,
    int ImageSize,
    int Colours,
    LabelFacts? Labels,
    EncoderFacts? Encoder,
    int FeatureSize,
    TrainingFacts Training,
    string SpecHash)
{
    /// <summary>Whether the bicubic filter widens where pictures become smaller.</summary>
    public bool Antialias { get; init; } = true;

    /// <summary>The size at which images are read: E's, or D's where there is no E.</summary>
    public int DataSize => Encoder?.ImageSize ?? ImageSize;
}

/// <param name="NeedsNoise">Whether the posterior is gaussian.</param>
public sealed record EncoderFacts(int ImageSize, bool NeedsNoise);

/// <param name="Classes">Labels are 0 to this, exclusive.</param>
public sealed record LabelFacts(int Classes, LabelSource Source);

/// <summary>Where the labels of the training images come from.</summary>
public enum LabelSource
{
    /// <summary>The data set's own classes.</summary>
    Data,

    /// <summary>Drawn once per image by counter.</summary>
    Random,

    /// <summary>A file that is named when training starts, such as <c>bigbigan cluster</c> writes.</summary>
    File,
}

/// <summary>In what the layers calculate; parameters and optimiser state are always float32.</summary>
public enum Precision
{
    Float32,
    BFloat16,
}

/// <summary>Whose statistics a batch norm takes where replicas share a batch.</summary>
public enum NormStatistics
{
    /// <summary>Of the parts of all replicas together, so that n replicas of b images are one of n b (Donahue and Simonyan, 2019).</summary>
    Batch,

    /// <summary>Of each replica's part by itself: cheaper, and another algebra at another number of replicas.</summary>
    Replica,
}

/// <summary>A random crop of a training image, resized (bicubic) to the whole size.</summary>
/// <param name="AreaFrom">Least share of the image's area.</param>
/// <param name="AreaTo">Largest share of the image's area.</param>
/// <param name="AspectFrom">Least width over height.</param>
/// <param name="AspectTo">Largest width over height.</param>
public sealed record CropFacts(double AreaFrom, double AreaTo, double AspectFrom, double AspectTo);

/// <param name="DiscriminatorRate">Null where there is no D.</param>
/// <param name="EncoderRate">Null where there is no encoder.</param>
/// <param name="Ema">Decay of G's average; 0 for none.</param>
/// <param name="EmaStart">The step at which the average begins; until then it is G itself.</param>
/// <param name="Crop">Null for whole images.</param>
public sealed record TrainingFacts(
    int Batch,
    int Steps,
    double GeneratorRate,
    double? DiscriminatorRate,
    double? EncoderRate,
    double Beta1,
    double Beta2,
    double Epsilon,
    double Ema,
    int EmaStart,
    Precision Precision,
    bool Flip,
    int Shift,
    CropFacts? Crop)
{
    /// <summary>Steps from one evaluation along the way to the next; 0 for none.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>
    /// Equal parts of a batch that are taken one after the other, so that only one is in memory; gradients are their mean, batch norm takes
    /// the statistics of a part, and spectral norm its power iteration per part.
    /// </summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Whose statistics a batch norm takes where replicas share a batch.</summary>
    public NormStatistics NormStatistics { get; init; }
}

/// <summary>A variant that was compiled into the models assembly.</summary>
/// <param name="Create">Makes the networks on a device, initialised from a seed.</param>
/// <param name="SpecFile">The spec's path with ending: the name of the embedded copy.</param>
public sealed record VariantEntry(VariantFacts Facts, string SpecFile, Func<TorchSharp.torch.Device, ulong, VariantModel> Create);
