using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>One whole training iteration of every variant: of the paper's at a tiny width, of all others at their own.</summary>
public sealed class TrainingStepTests
{
    [Theory]
    [MemberData(nameof(TestedVariants.Paths), MemberType = typeof(TestedVariants))]
    public void Each_update_moves_every_parameter_of_its_networks_and_none_of_the_others(string path)
    {
        using var scope = NewDisposeScope();

        // as seed 0 makes this one, its first joint scores are beyond both hinges, where J has no gradient
        using var model = TestedVariants.Find(path).Create(CPU, path == "tiny/small/imagenet-32" ? 1UL : 0);
        OpenAttention(model);
        using var state = new TrainingState(model);
        string[] trained = [.. model.Updates.SelectMany(update => Enumerable.Repeat(update.Trains, update.Times))];
        Assert.Equal(model.Networks.Select(named => named.Role).Order(), trained.SelectMany(roles => roles).Distinct().Select(role => role.ToString()).Order());
        var before = Snapshot(model);
        var source = new Recording(model, phase =>
        {
            if (phase > 0)
            {
                before = Compare(before, Snapshot(model), trained[phase - 1], path);
            }
        });

        StepRecord? record = null;
        new Trainer(state, source) { Log = r => record = r, Save = () => { } }.Run(new TrainingGoal(1));

        Compare(before, Snapshot(model), trained[^1], path);
        Assert.All(record!.Losses, loss => Assert.True(double.IsFinite(loss.Value)));
        Assert.All(record.Scores, score => Assert.True(double.IsFinite(score.EncoderPairs) && double.IsFinite(score.GeneratorPairs)));
    }

    /// <summary>Attention's gain starts at 0, where nothing within attention has a gradient yet.</summary>
    private static void OpenAttention(VariantModel model)
    {
        using var noGradient = no_grad();
        using var half = 0.5.ToScalar();
        foreach (var (_, gain) in model.Networks.SelectMany(named => named.Network.named_parameters()).Where(p => p.name.EndsWith("attention.gamma", StringComparison.Ordinal)))
        {
            gain.fill_(half);
        }
    }

    /// <summary>All parameters of the roles that were trained moved, to finite values, and those of the others did not.</summary>
    private static Dictionary<string, float[]> Compare(Dictionary<string, float[]> before, Dictionary<string, float[]> after, string trained, string path)
    {
        Assert.All(before.Where(p => !MayRest(p.Key)), p => Assert.True(
            trained.Contains(p.Key[0], StringComparison.Ordinal) != p.Value.AsSpan().SequenceEqual(after[p.Key]), $"{path}: {p.Key} in the update of {trained}"));
        Assert.All(after, p => Assert.True(Array.TrueForAll(p.Value, float.IsFinite), $"{path}: {p.Key}"));
        return after;
    }

    /// <summary>While every hinge of a score is active its bias has no gradient: as many pairs pull up as down.</summary>
    private static bool MayRest(string parameter) => parameter.StartsWith("D.score_", StringComparison.Ordinal) && parameter.EndsWith(".bias", StringComparison.Ordinal);

    private static Dictionary<string, float[]> Snapshot(VariantModel model) => model.Networks
        .SelectMany(named => named.Network.named_parameters().Select(p => (Name: $"{named.Role}.{p.name}", Values: p.parameter.contiguous().data<float>().ToArray())))
        .ToDictionary(p => p.Name, p => p.Values);

    private sealed class Recording(VariantModel model, Action<long> before) : IBatchSource
    {
        private const int Batch = 4;

        public StepInput Draw(long updateIndex)
        {
            before(updateIndex);
            return CountedInput.Of(model, Batch, updateIndex);
        }
    }
}
