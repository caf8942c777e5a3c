using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Replicas;
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

    /// <summary>
    /// Forward and backward of a batch: the gradient of each loss goes into the networks of its players alone. Micro-batches are taken one after
    /// the other, and gradients and numbers are the mean over them.
    /// </summary>
    /// <param name="batch">A multiple of <paramref name="microBatches"/>.</param>
    /// <param name="microBatches">1 for the whole batch at once.</param>
    /// <param name="replicas">Those that average the gradients afterwards, and may begin with it while one pass makes them all.</param>
    public UpdateNumbers Run(StepInput batch, int microBatches, Collective? replicas = null)
    {
        if (microBatches == 1)
        {
            return Run(batch, replicas);
        }

        var parts = Enumerable.Range(0, microBatches).Select(i => BatchPart.Of((int)batch.X.size(0), i, microBatches));
        var numbers = parts.Select(part => Run(part.Cut(batch), replicas: null)).ToList();
        using var withoutGradient = no_grad();
        var share = tensor(1.0 / microBatches, device: batch.X.device);
        foreach (var parameter in Trained.SelectMany(network => network.Parameters))
        {
            parameter.grad?.mul_(share);
        }

        var values = stack(numbers.Select(part => part.Values)).mean([0]);
        return numbers[0] with { Values = values };
    }

    private UpdateNumbers Run(StepInput batch, Collective? replicas)
    {
        using var scope = NewDisposeScope();
        var losses = Losses(batch);
        Backward(losses, replicas);
        var numbers = UpdateNumbers.Of(losses);
        numbers.Values.MoveToOuterDisposeScope();
        return numbers;
    }

    private void Backward(StepLosses losses, Collective? replicas)
    {
        if (losses.Losses is [var only])
        {
            replicas?.Expect([.. Trained.SelectMany(network => network.Parameters)]);
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
