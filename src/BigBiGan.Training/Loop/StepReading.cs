using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The numbers of one step, collected on the device until they are wanted; of a loss that several updates have, the last.</summary>
internal sealed class StepReading
{
    private readonly List<UpdateNumbers> _updates = [];
    private readonly Dictionary<string, Tensor> _gradients = [];

    /// <summary>Real images that the step's updates have read.</summary>
    public long Images { get; private set; }

    /// <summary>Keeps an update's numbers and the norms of its gradients in the dispose scope outside the update's.</summary>
    /// <param name="read">Real images in the update's batch, over all replicas.</param>
    public void Keep(UpdateNumbers update, IReadOnlyList<(string Role, Tensor Norm)> norms, long read)
    {
        Images += read;
        update.Values.MoveToOuterDisposeScope();
        _updates.Add(update);
        foreach (var (role, norm) in norms)
        {
            _gradients[role] = norm.to(float64).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Reads the device, once.</summary>
    /// <param name="state">After the step.</param>
    /// <param name="imagesPerSecond">Since the record before.</param>
    public StepRecord Read(TrainingState state, double imagesPerSecond)
    {
        using var scope = NewDisposeScope();
        var read = new Queue<double>(cat([.. _updates.Select(update => update.Values), stack(_gradients.Values)]).cpu().data<double>().ToArray());
        var (ofLosses, ofTerms) = (new Dictionary<string, double>(), new Dictionary<(string Players, string Name), double>());
        var ofScores = new Dictionary<string, ScoreRecord>();
        foreach (var update in _updates) // taken in the order in which they stand
        {
            foreach (var players in update.Losses)
            {
                ofLosses[players] = read.Dequeue();
            }

            foreach (var term in update.Terms)
            {
                ofTerms[term] = read.Dequeue();
            }

            // D's own update has the scores that D's loss is made of; those of G and E come after it has moved.
            var isOfD = ofScores.Count == 0 || update.Losses.Contains("D");
            foreach (var name in update.Scores)
            {
                var score = new ScoreRecord(name, read.Dequeue(), read.Dequeue());
                ofScores[name] = isOfD || !ofScores.TryGetValue(name, out var before) ? score : before;
            }
        }

        var terms = ofTerms.ToLookup(term => term.Key.Players, term => new TermRecord(term.Key.Name, term.Value));
        return new StepRecord(
            state.Step,
            state.Seconds,
            imagesPerSecond,
            [.. ofLosses.Select(loss => new LossRecord(loss.Key, loss.Value, [.. terms[loss.Key]]))],
            [.. ofScores.Values],
            [.. _gradients.Keys.Select(role => new GradientRecord(role, read.Dequeue()))],
            [.. state.Networks.Select(network => new RateRecord(network.Role, network.Adam.Rate))],
            Memory: new MemoryRecord(Environment.WorkingSet, DeviceMemory.Used(_updates[0].Values.device)));
    }
}
