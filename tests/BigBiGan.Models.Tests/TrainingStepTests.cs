using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>One whole training iteration of every small variant.</summary>
public sealed class TrainingStepTests
{
    public static TheoryData<string> Small => PlanTests.Small;

    [Theory]
    [MemberData(nameof(Small))]
    public void Each_update_moves_every_parameter_of_its_networks_and_none_of_the_others(string path)
    {
        using var scope = NewDisposeScope();
        using var model = Variants.All.Single(v => v.Facts.Path == path).Create(CPU, 0);
        using var state = new TrainingState(model);
        var before = Snapshot(model);
        var source = new Recording(model, phase =>
        {
            // the last phase of a step is the joint one: until it, D alone has moved
            if (phase == model.Updates[0].Times)
            {
                var after = Snapshot(model);
                Assert.All(before.Where(p => !MayRest(p.Key)), p => Assert.True(p.Key.StartsWith("D.", StringComparison.Ordinal) != Equal(p.Value, after[p.Key]), $"{p.Key} in D's update"));
            }
        });

        StepRecord? record = null;
        new Trainer(state, source) { Log = r => record = r, Save = () => { } }.Run(new TrainingGoal(1));

        var end = Snapshot(model);
        Assert.All(before.Where(p => !MayRest(p.Key)), p => Assert.False(Equal(p.Value, end[p.Key]), $"{p.Key} did not move"));
        Assert.All(record!.Losses, loss => Assert.True(double.IsFinite(loss.Value)));
    }

    /// <summary>While every hinge of a score is active its bias has no gradient: as many pairs pull up as down.</summary>
    private static bool MayRest(string parameter) => parameter.StartsWith("D.score_", StringComparison.Ordinal) && parameter.EndsWith(".bias", StringComparison.Ordinal);

    private static bool Equal(float[] a, float[] b) => a.AsSpan().SequenceEqual(b);

    private static Dictionary<string, float[]> Snapshot(VariantModel model) => model.Networks
        .SelectMany(named => named.Network.named_parameters().Select(p => (Name: $"{named.Role}.{p.name}", Values: p.parameter.contiguous().data<float>().ToArray())))
        .ToDictionary(p => p.Name, p => p.Values);

    private sealed class Recording(VariantModel model, Action<long> before) : IBatchSource
    {
        public StepInput Draw(long phase)
        {
            before(phase);
            var facts = model.Facts;
            var x = new CounterRandom(1, "x", phase).Uniform(CPU, -1, 1, 4, facts.Colours, facts.DataSize, facts.DataSize);
            var noise = facts.Encoder is { NeedsNoise: true } ? new CounterRandom(1, "noise", phase).Normal(CPU, 4, facts.LatentSize) : null;
            return new StepInput(x, model.SamplePrior(4, new CounterRandom(1, "z", phase), CPU), noise);
        }
    }
}
