using BigBiGan.Dsl;

namespace BigBiGan.Training.Loop;

/// <summary>Where the trainer's batches come from.</summary>
public interface IBatchSource
{
    /// <summary>Fresh images, latents and noise on the model's device, owned by the caller's dispose scope.</summary>
    /// <param name="updateIndex">Counts every update of the run from 0: step * updates per step + the place within the step.</param>
    StepInput Draw(long updateIndex);

    /// <summary>How long <see cref="Draw"/> waited for images so far.</summary>
    TimeSpan Waited => TimeSpan.Zero;
}
