using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>A whole training step in the plain form: TorchSharp's own Adam, and the average of G tensor by tensor.</summary>
internal sealed class PlainStep : IContender
{
    private readonly PlainModel model;
    private readonly TrainingFacts facts;
    private readonly int discriminatorSteps;
    private readonly IBatchSource batches;
    private readonly Dictionary<string, optim.Optimizer> optimisers;
    private readonly List<(Tensor Average, Tensor Parameter)> averages;
    private long phase;

    public PlainStep(Subject subject, IBatchSource batches)
    {
        using var compiled = subject.Float32(CPU, 0);
        model = new PlainModel(compiled, subject.Spec);
        facts = compiled.Facts.Training;
        discriminatorSteps = compiled.Updates[0].Times;
        this.batches = batches;
        optimisers = model.Weights.ToDictionary(entry => entry.Key, entry => (optim.Optimizer)optim.Adam(
            entry.Value.Parameters.Select(p => p.Parameter), Rate(entry.Key), facts.Beta1, facts.Beta2, facts.Epsilon));
        averages = [.. model.Weights["G"].Parameters.Select(p => (p.Parameter.detach().clone().DetachFromDisposeScope(), (Tensor)p.Parameter))];
    }

    public string Name => "plain";

    public void Step()
    {
        for (var i = 0; i < discriminatorSteps; i++)
        {
            Update(["D"], model.DiscriminatorLoss);
        }

        Update(["G", "E"], model.GeneratorEncoderLoss);
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        foreach (var (average, parameter) in averages)
        {
            average.copy_(average * facts.Ema + parameter * (1 - facts.Ema));
        }
    }

    public void Dispose()
    {
        foreach (var (average, _) in averages)
        {
            average.Dispose();
        }

        foreach (var optimiser in optimisers.Values)
        {
            optimiser.Dispose();
        }

        model.Dispose();
    }

    private void Update(string[] roles, Func<StepInput, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        foreach (var (role, weights) in model.Weights)
        {
            weights.Learn(roles.Contains(role));
        }

        var trained = optimisers.Where(entry => roles.Contains(entry.Key)).Select(entry => entry.Value).ToArray();
        foreach (var optimiser in trained)
        {
            optimiser.zero_grad();
        }

        loss(batches.Draw(phase++)).backward();
        foreach (var optimiser in trained)
        {
            optimiser.step();
        }
    }

    private double Rate(string role) => role switch
    {
        "G" => facts.GeneratorRate,
        "E" => facts.EncoderRate!.Value,
        _ => facts.DiscriminatorRate!.Value,
    };
}
