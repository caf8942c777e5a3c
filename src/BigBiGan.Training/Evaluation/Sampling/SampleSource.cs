using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>Where samples come from, with the generator already in the state that is to be judged.</summary>
/// <param name="Draw">(first, count): the samples from index first on. [count, C, H, W] in [-1, 1]</param>
/// <param name="BatchNorm">For the protocol: <c>standing statistics of 100 batches</c> or <c>running statistics</c>.</param>
/// <param name="Ema">Whether G's averaged weights draw.</param>
public sealed record SampleSource(Func<int, int, Tensor> Draw, string BatchNorm, bool Ema)
{
    /// <summary>
    /// In words, all that decides the samples: features of samples of one identity are equal. Null where nobody knows; then features that are too many for
    /// memory are calculated again by the next evaluation.
    /// </summary>
    internal Func<string>? Identity { get; init; }

    /// <summary>What other ranks are told of so many samples in batches of a size; null where they cannot draw them.</summary>
    internal Func<int, int, BatchTask>? Task { get; init; }
}
