using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The numbers of one step, collected on the device until they are wanted.</summary>
internal sealed class StepReading
{
    private readonly List<Tensor> values = [];
    private string[] scores = [];

    /// <summary>Keeps D's loss and the means of its scores in the dispose scope outside the phase's.</summary>
    public void Discriminator(StepLosses losses)
    {
        scores = [.. losses.Scores.Select(score => score.Name)];
        values.Clear();
        Keep(losses.Loss);
        foreach (var score in losses.Scores)
        {
            Keep(score.EncoderPairs.mean());
            Keep(score.GeneratorPairs.mean());
        }
    }

    /// <summary>Keeps the joint loss.</summary>
    public void GeneratorEncoder(StepLosses losses) => Keep(losses.Loss);

    /// <summary>Reads the device, once.</summary>
    public StepRecord Read(long step, double seconds, double imagesPerSecond)
    {
        using var scope = NewDisposeScope();
        var read = stack(values).cpu().data<double>().ToArray(); // D, (encoder pairs, generator pairs) per score, GE
        var means = scores.Select((name, i) => new ScoreRecord(name, read[1 + (2 * i)], read[2 + (2 * i)]));
        return new StepRecord(step, seconds, imagesPerSecond, read[0], read[^1], [.. means]);
    }

    private void Keep(Tensor value) => values.Add(value.detach().to(float64).MoveToOuterDisposeScope());
}
