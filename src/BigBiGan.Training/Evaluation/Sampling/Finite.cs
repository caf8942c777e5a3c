using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>What networks answer is looked at before it is measured, shown or written: an image of NaN is a black one in a picture.</summary>
public static class Finite
{
    /// <param name="rows">A row per image. Reads the device.</param>
    /// <param name="what">They are: <c>samples</c>.</param>
    /// <exception cref="RunException">Some row has a number that is not finite.</exception>
    public static void Check(Tensor rows, string what)
    {
        using var scope = NewDisposeScope();
        var broken = isfinite(rows).flatten(1).all(1).logical_not().sum().cpu().item<long>();
        if (broken > 0)
        {
            throw new RunException(
                $"the {what} are not finite numbers (NaN or infinite in {broken} of {rows.shape[0]}): "
                + "the weights are too large or damaged; train from an older checkpoint, or import other weights");
        }
    }
}
