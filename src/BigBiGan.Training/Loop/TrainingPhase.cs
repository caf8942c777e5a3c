using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Training.Optimisers;

namespace BigBiGan.Training.Loop;

/// <summary>One update of a training step.</summary>
/// <param name="Losses">The forward that gives the loss.</param>
/// <param name="Trained">The networks that it updates; all others are frozen.</param>
/// <param name="Ema">The average that follows the update, if any.</param>
/// <param name="Record">Keeps the numbers for the log.</param>
internal sealed record TrainingPhase(
    Func<StepInput, StepLosses> Losses,
    IReadOnlyList<TrainedNetwork> Trained,
    Ema? Ema,
    Action<StepReading, StepLosses> Record)
{
    /// <summary>[D, ..., D, GE]: the paper's order, with the spec's number of D updates.</summary>
    public static IReadOnlyList<TrainingPhase> Of(TrainingState state)
    {
        var discriminator = new TrainingPhase(
            state.Model.DiscriminatorStep,
            [.. state.Networks.Where(network => network.Role == "D")],
            null,
            (reading, losses) => reading.Discriminator(losses));
        var generatorEncoder = new TrainingPhase(
            state.Model.GeneratorEncoderStep,
            [.. state.Networks.Where(network => network.Role != "D")],
            state.Ema,
            (reading, losses) => reading.GeneratorEncoder(losses));
        return [.. Enumerable.Repeat(discriminator, state.Model.Facts.Training.DiscriminatorSteps), generatorEncoder];
    }
}
