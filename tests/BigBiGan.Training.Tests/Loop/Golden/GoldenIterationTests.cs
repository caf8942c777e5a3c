using BigBiGan.Dsl;
using BigBiGan.Dsl.Objective;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>Two whole steps against the reference vector, with its own images, latents and noise.</summary>
public sealed class GoldenIterationTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly SafeTensorFile golden = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "training_iteration.safetensors"));

    [Theory]
    [InlineData(ScalarType.Float64, 1e-6)]
    [InlineData(ScalarType.Float32, 1e-4)]
    public void Two_steps_give_the_references_losses_scores_and_state(ScalarType type, double tolerance)
    {
        using var model = new GoldenModel();
        foreach (var (_, network) in model.Networks)
        {
            network.to(type);
        }

        Load(model);
        var differences = new Differences();
        var watched = new Watched(model, (phase, losses) => Compare(phase, losses, differences));
        using var state = new TrainingState(watched);
        new Trainer(state, new GoldenBatches(golden, type)) { Log = _ => { }, Save = () => { } }.Run(new TrainingGoal(2));

        var found = state.Tensors();
        foreach (var (name, expected) in golden.Tensors.Where(entry => entry.Key.StartsWith("after/", StringComparison.Ordinal)))
        {
            var own = GoldenNames.Ours(name[(name.IndexOf('/', 6) + 1)..]);
            differences.Add(name, expected, found[name.StartsWith("after/ema/", StringComparison.Ordinal) ? "ema." + own : own]);
        }

        differences.Check(tolerance);
    }

    public void Dispose()
    {
        golden.Dispose();
        scope.Dispose();
    }

    private void Load(GoldenModel model)
    {
        using var withoutGradient = no_grad();
        var own = model.Networks.SelectMany(named => named.Network.state_dict().Select(entry => ($"{named.Role}.{entry.Key}", entry.Value)))
            .ToDictionary(entry => entry.Item1, entry => entry.Value);
        foreach (var (name, tensor) in golden.Tensors.Where(entry => entry.Key.StartsWith("param/", StringComparison.Ordinal) || entry.Key.StartsWith("buffer/", StringComparison.Ordinal)))
        {
            Assert.True(own.Remove(GoldenNames.Ours(name[(name.IndexOf('/') + 1)..]), out var target), name);
            Assert.Equal(tensor.shape, target.shape);
            target.copy_(tensor);
        }

        Assert.Empty(own.Keys);
    }

    private void Compare(int phase, StepLosses losses, Differences differences)
    {
        var prefix = $"out/{phase / 3}.{phase % 3}.";
        differences.Add(prefix + "loss", golden.Tensors[prefix + "loss"], losses.Loss);
        foreach (var score in losses.Scores)
        {
            differences.Add($"{prefix}enc_{score.Name}", golden.Tensors[$"{prefix}enc_{score.Name}"], score.EncoderPairs);
            differences.Add($"{prefix}gen_{score.Name}", golden.Tensors[$"{prefix}gen_{score.Name}"], score.GeneratorPairs);
        }
    }

    private sealed class GoldenBatches(SafeTensorFile golden, ScalarType type) : IBatchSource
    {
        public StepInput Draw(long phase)
        {
            Tensor Input(string name) => golden.Tensors[$"in/{phase / 3}.{phase % 3}.{name}"].to(type, copy: true);
            return new StepInput(Input("x"), Input("z"), Input("eps"));
        }
    }
}
