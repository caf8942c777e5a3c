using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>One whole step: every update draws its own batch, moves its networks and leaves the others alone.</summary>
/// <param name="state">What the step moves.</param>
/// <param name="batches">Of this replica.</param>
/// <param name="replicas">Those that take the same step on the other parts of each batch; null where it is whole.</param>
internal sealed class TrainingStep(TrainingState state, IBatchSource batches, Collective? replicas = null)
{
    private readonly IReadOnlyList<TrainingPhase> _phases = TrainingPhase.Of(state);

    /// <summary>By role, the positions of the parameters that this replica changes; null for all.</summary>
    private readonly Dictionary<string, IReadOnlyList<int>?> _owned = state.Networks.ToDictionary(
        network => network.Role, network => replicas?.Owned(network.Parameters));

    /// <summary>Takes every step that rank 0 takes, from its state on, until the run is over.</summary>
    /// <param name="calculate">Takes part in batches of an evaluation; null where rank 0 does so by itself.</param>
    /// <exception cref="DivergenceException">A gradient is not finite, on all replicas alike.</exception>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public static void Follow(TrainingState state, IBatchSource batches, Collective replicas, Action? calculate = null)
    {
        state.Join(replicas);
        var step = new TrainingStep(state, batches, replicas);
        while (replicas.Next() is not ReplicaTurn.End and var turn)
        {
            using var scope = NewDisposeScope();
            if (turn == ReplicaTurn.Step)
            {
                step.Take();
            }
            else
            {
                calculate!();
            }
        }
    }

    /// <summary>Takes the step after <see cref="TrainingState.Step"/>. The reading belongs to the caller's dispose scope.</summary>
    /// <exception cref="DivergenceException">A gradient is not finite; the networks that it would have moved are as they were.</exception>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public StepReading Take()
    {
        var reading = new StepReading();
        for (var i = 0; i < _phases.Count; i++)
        {
            using var scope = NewDisposeScope();
            var phase = _phases[i];
            foreach (var network in state.Networks)
            {
                network.SetRequiresGrad(phase.Trained.Contains(network));
            }

            var batch = batches.Draw((state.Step * _phases.Count) + i);
            var numbers = phase.Run(batch, state.Model.Facts.Training.MicroBatches, replicas);

            // both the norms and Adam want them, and each is a call into libtorch
            var gradients = phase.Trained.Select(network => network.Adam.Gradients()).ToList();
            replicas?.Average([.. gradients.SelectMany(own => own), numbers.Values]);
            var norms = phase.Trained.Zip(gradients, (network, own) => (network.Role, Norm: GradientNorms.Of(own))).ToList();
            GradientNorms.RequireFinite(norms, state, phase, numbers);
            foreach (var (network, own) in phase.Trained.Zip(gradients))
            {
                network.Adam.Step(own, _owned[network.Role]);
            }

            if (phase.Ema is { } ema)
            {
                // after Adam, by the same replica
                if (state.Step < state.Model.Facts.Training.EmaStart)
                {
                    ema.Begin(_owned["G"]);
                }
                else
                {
                    ema.Update(_owned["G"]);
                }
            }

            replicas?.Changed();
            reading.Keep(numbers, norms, batch.X.size(0) * (replicas?.Count ?? 1));
        }

        state.Step++;
        return reading;
    }
}
