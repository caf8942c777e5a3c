using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation;

/// <summary>Where samples come from, with the generator already in the state that is to be judged.</summary>
/// <param name="Draw">(first, count): the samples from index first on. [count, C, H, W] in [-1, 1]</param>
/// <param name="BatchNorm">For the protocol: <c>standing statistics of 100 batches</c> or <c>running statistics</c>.</param>
/// <param name="Ema">Whether G's averaged weights draw.</param>
public sealed record SampleSource(Func<int, int, Tensor> Draw, string BatchNorm, bool Ema)
{
    /// <summary>G of latents from the prior; the latent of a sample is keyed by (seed, "samples", index), whatever the batches.</summary>
    public static SampleSource OfPrior(VariantModel model, ulong seed, Device device, string batchNorm, bool ema) => new(
        (first, count) =>
        {
            using var scope = NewDisposeScope();
            var z = cat([.. Enumerable.Range(first, count).Select(i => model.SamplePrior(1, new CounterRandom(seed, "samples", i), device))]);
            return model.Generate(z).MoveToOuterDisposeScope();
        },
        batchNorm,
        ema);
}
