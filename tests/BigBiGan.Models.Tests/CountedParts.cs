using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>One replica's parts of batches that are counted.</summary>
/// <param name="batch">Images of the whole.</param>
/// <param name="type">Of images, latents and noise.</param>
internal sealed class CountedParts(VariantModel model, int batch, BatchPart part, ScalarType type) : IBatchSource
{
    public StepInput Draw(long updateIndex)
    {
        var own = part.Cut(CountedInput.Of(model, batch, updateIndex));
        return own with { X = own.X.to(type), Z = own.Z.to(type), Noise = own.Noise?.to(type) };
    }
}
