using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The numbers of one step, collected on the device until they are wanted; of a loss that several updates have, the last.</summary>
internal sealed class StepReading
{
    private readonly Dictionary<string, Tensor> _losses = [];
    private readonly Dictionary<(string Players, string Name), Tensor> _terms = [];
    private readonly Dictionary<string, Tensor> _gradients = [];
    private readonly Dictionary<string, (Tensor Encoder, Tensor Generator)> _scores = [];

    /// <summary>Real images that the step's updates have read.</summary>
    public long Images { get; private set; }

    /// <summary>Keeps an update's losses, the norms of its gradients and the means of D's scores in the dispose scope outside the update's.</summary>
    /// <param name="read">Real images in the update's batch.</param>
    public void Keep(StepLosses update, IReadOnlyList<(string Role, Tensor Norm)> norms, long read)
    {
        Images += read;
        foreach (var loss in update.Losses)
        {
            _losses[loss.Players] = Kept(loss.Loss);
            foreach (var term in loss.Terms)
            {
                _terms[(loss.Players, term.Name)] = Kept(term.Value);
            }
        }

        foreach (var (role, norm) in norms)
        {
            _gradients[role] = Kept(norm);
        }

        // D's own update has the scores that D's loss is made of; those of G and E come after it has moved.
        if (_scores.Count == 0 || update.Losses.Any(loss => loss.Players == "D"))
        {
            foreach (var score in update.Scores)
            {
                _scores[score.Name] = (Kept(score.EncoderPairs.mean()), Kept(score.GeneratorPairs.mean()));
            }
        }
    }

    /// <summary>Reads the device, once.</summary>
    /// <param name="state">After the step.</param>
    /// <param name="imagesPerSecond">Since the record before.</param>
    public StepRecord Read(TrainingState state, double imagesPerSecond)
    {
        using var scope = NewDisposeScope();
        Tensor[] values =
        [
            .. _losses.Values,
            .. _terms.Values,
            .. _gradients.Values,
            .. _scores.Values.SelectMany(pair => new[] { pair.Encoder, pair.Generator }),
        ];
        var read = new Queue<double>(stack(values).cpu().data<double>().ToArray()); // taken below in the same order
        var ofLosses = _losses.Keys.Select(players => (Players: players, Value: read.Dequeue())).ToList();
        var ofTerms = _terms.Keys
            .Select(term => (term.Players, Record: new TermRecord(term.Name, read.Dequeue())))
            .ToLookup(term => term.Players, term => term.Record);
        var ofGradients = _gradients.Keys.Select(role => new GradientRecord(role, read.Dequeue())).ToList();
        var ofScores = _scores.Keys.Select(name => new ScoreRecord(name, read.Dequeue(), read.Dequeue())).ToList();
        return new StepRecord(
            state.Step,
            state.Seconds,
            imagesPerSecond,
            [.. ofLosses.Select(loss => new LossRecord(loss.Players, loss.Value, [.. ofTerms[loss.Players]]))],
            ofScores,
            ofGradients,
            [.. state.Networks.Select(network => new RateRecord(network.Role, network.Adam.Rate))]);
    }

    private static Tensor Kept(Tensor value) => value.detach().to(float64).MoveToOuterDisposeScope();
}
