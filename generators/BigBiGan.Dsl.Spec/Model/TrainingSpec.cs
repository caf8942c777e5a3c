namespace BigBiGan.Dsl.Spec.Model;

/// <param name="EncoderRate">Null where there is no encoder.</param>
/// <param name="DiscriminatorRate">Null where there is no discriminator.</param>
/// <param name="DiscriminatorSteps">D updates before each joint update of E and G; 0 where they are not counted.</param>
/// <param name="Ema">G's moving average.</param>
/// <param name="EvaluateEvery">Steps from one evaluation along the way to the next; 0 for none.</param>
/// <param name="MicroBatches">Equal parts of a batch that are taken one after the other; 1 for the whole at once.</param>
/// <param name="NormStatistics">Whose statistics a batch norm takes where replicas share a batch.</param>
public sealed record TrainingSpec(
    int Batch,
    int Steps,
    double GeneratorRate,
    double? DiscriminatorRate,
    double? EncoderRate,
    double Beta1,
    double Beta2,
    double Epsilon,
    UpdateScheme Updates,
    int DiscriminatorSteps,
    AverageSpec Ema,
    Precision Precision,
    AugmentationSpec Augmentation,
    int EvaluateEvery,
    int MicroBatches,
    NormStatistics NormStatistics)
{
    /// <summary>Images that are in memory together.</summary>
    public int MicroBatch => Batch / MicroBatches;
}

/// <summary>A moving average of weights.</summary>
/// <param name="Decay">Of what it was, after each update; 0 for none.</param>
/// <param name="Start">The step at which it begins; until then it is the weights themselves.</param>
public readonly record struct AverageSpec(double Decay, int Start);

public enum UpdateScheme
{
    /// <summary>D so many times on fresh batches, then G and E together.</summary>
    Alternating,

    /// <summary>All networks at once from one forward.</summary>
    Simultaneous,
}

public enum NormStatistics
{
    /// <summary>Of the parts of all replicas together.</summary>
    Batch,

    /// <summary>Of each replica's part by itself.</summary>
    Replica,
}

/// <summary>In what the layers calculate.</summary>
public enum Precision
{
    Float32,
    BFloat16,
}

/// <summary>What happens to a training image before the networks see it.</summary>
/// <param name="Flip">Mirror left and right with probability one half.</param>
/// <param name="Crop">Null for whole images.</param>
/// <param name="Shift">Move by up to this many pixels in each direction.</param>
public sealed record AugmentationSpec(bool Flip, int Shift, CropSpec? Crop);

/// <summary>A random crop, resized to the whole size.</summary>
/// <param name="Area">Least and largest share of the image's area.</param>
/// <param name="Aspect">Least and largest width over height.</param>
public sealed record CropSpec(Interval Area, Interval Aspect);

public readonly record struct Interval(double From, double To);
