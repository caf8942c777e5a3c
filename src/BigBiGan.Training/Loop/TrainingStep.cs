using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>One whole step: every update draws its own batch, moves its networks and leaves the others alone.</summary>
internal sealed class TrainingStep(TrainingState state, IBatchSource batches)
{
    private readonly IReadOnlyList<TrainingPhase> _phases = TrainingPhase.Of(state);

    /// <summary>Takes the step after <see cref="TrainingState.Step"/>. The reading belongs to the caller's dispose scope.</summary>
    /// <exception cref="DivergenceException">A gradient is not finite; the networks that it would have moved are as they were.</exception>
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
            var losses = phase.Losses(batch);
            phase.Backward(losses);
            // both the norms and Adam want them, and each is a call into libtorch
            var gradients = phase.Trained.Select(network => network.Adam.Gradients()).ToList();
            var norms = phase.Trained.Zip(gradients, (network, own) => (network.Role, Norm: GradientNorms.Of(own))).ToList();
            GradientNorms.RequireFinite(norms, state, phase, losses);
            foreach (var (network, own) in phase.Trained.Zip(gradients))
            {
                network.Adam.Step(own);
            }

            if (state.Step < state.Model.Facts.Training.EmaStart)
            {
                phase.Ema?.Begin();
            }
            else
            {
                phase.Ema?.Update();
            }

            reading.Keep(losses, norms, batch.X.shape[0]);
        }

        state.Step++;
        return reading;
    }
}
