namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>What a branch does with its input first. All pools are 3x3.</summary>
internal enum InceptionPool
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The mean of nine values, of which those outside the image are zeros.</summary>
    Mean,

    /// <summary>The mean of the values inside the image.</summary>
    MeanInside,

    /// <summary>The maximum, at stride 1.</summary>
    Maximum,

    /// <summary>The maximum at stride 2, without padding.</summary>
    HalvingMaximum,
}
