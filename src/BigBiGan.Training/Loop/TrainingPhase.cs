using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Training.Optimisers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>One update of a training step.</summary>
/// <param name="Losses">The forward that gives the losses.</param>
/// <param name="Trained">The networks that it updates; all others are frozen.</param>
/// <param name="Ema">The average that follows the update, if any.</param>
internal sealed record TrainingPhase(Func<StepInput, StepLosses> Losses, IReadOnlyList<TrainedNetwork> Trained, Ema? Ema)
{
    /// <summary>The updates of one step in order: D twice and then G with E, in the paper.</summary>
    public static IReadOnlyList<TrainingPhase> Of(TrainingState state) =>
        [.. state.Model.Updates.SelectMany(update => Enumerable.Repeat(Of(state, update), update.Times))];

    /// <summary>The gradient of each loss, into the networks of its players alone.</summary>
    public void Backward(StepLosses losses)
    {
        if (losses.Losses is [var only])
        {
            only.Loss.backward();
            return;
        }

        for (var i = 0; i < losses.Losses.Count; i++)
        {
            var (players, loss, _) = losses.Losses[i];
            Tensor[] parameters =
            [
                .. Trained
                    .Where(network => players.Contains(network.Role, StringComparison.Ordinal))
                    .SelectMany(network => network.Parameters),
            ];
            autograd.backward([loss], retain_graph: i < losses.Losses.Count - 1, inputs: parameters); // they share a graph
        }
    }

    private static TrainingPhase Of(TrainingState state, UpdatePhase update) => new(
        update.Losses,
        [.. state.Networks.Where(network => update.Trains.Contains(network.Role, StringComparison.Ordinal))],
        update.Trains.Contains('G') ? state.Ema : null);
}
