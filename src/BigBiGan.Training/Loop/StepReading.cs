using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The numbers of one step, collected on the device until they are wanted; of a loss that several updates have, the last.</summary>
internal sealed class StepReading
{
    private readonly Dictionary<string, Tensor> losses = [];
    private readonly Dictionary<string, Tensor> gradients = [];
    private readonly Dictionary<string, (Tensor Encoder, Tensor Generator)> scores = [];

    /// <summary>Real images that the step's updates have read.</summary>
    public long Images { get; private set; }

    /// <summary>Keeps an update's losses, the norms of its gradients and the means of D's scores in the dispose scope outside the update's.</summary>
    /// <param name="read">Real images in the update's batch.</param>
    public void Keep(StepLosses update, IReadOnlyList<(string Role, Tensor Norm)> norms, long read)
    {
        Images += read;
        foreach (var (players, loss) in update.Losses)
        {
            losses[players] = Kept(loss);
        }

        foreach (var (role, norm) in norms)
        {
            gradients[role] = Kept(norm);
        }

        // D's own update has the scores that D's loss is made of; those of G and E come after it has moved.
        if (scores.Count == 0 || update.Losses.Any(loss => loss.Players == "D"))
        {
            foreach (var score in update.Scores)
            {
                scores[score.Name] = (Kept(score.EncoderPairs.mean()), Kept(score.GeneratorPairs.mean()));
            }
        }
    }

    /// <summary>Reads the device, once.</summary>
    /// <param name="state">After the step.</param>
    /// <param name="imagesPerSecond">Since the record before.</param>
    public StepRecord Read(TrainingState state, double imagesPerSecond)
    {
        using var scope = NewDisposeScope();
        var read = stack([.. losses.Values, .. gradients.Values, .. scores.Values.SelectMany(pair => new[] { pair.Encoder, pair.Generator })]).cpu().data<double>().ToArray();
        var before = losses.Count + gradients.Count;
        return new StepRecord(
            state.Step,
            state.Seconds,
            imagesPerSecond,
            [.. losses.Keys.Select((players, i) => new LossRecord(players, read[i]))],
            [.. scores.Keys.Select((name, i) => new ScoreRecord(name, read[before + (2 * i)], read[before + (2 * i) + 1]))],
            [.. gradients.Keys.Select((role, i) => new GradientRecord(role, read[losses.Count + i]))],
            [.. state.Networks.Select(network => new RateRecord(network.Role, network.Adam.Rate))]);
    }

    private static Tensor Kept(Tensor value) => value.detach().to(float64).MoveToOuterDisposeScope();
}
