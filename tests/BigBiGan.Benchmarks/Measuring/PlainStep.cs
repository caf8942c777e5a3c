using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>A whole training step in the plain form: TorchSharp's own Adam, and the average of G tensor by tensor.</summary>
internal sealed class PlainStep : IContender
{
    private readonly PlainModel _model;
    private readonly TrainingFacts _facts;
    private readonly int _discriminatorSteps;
    private readonly IBatchSource _batches;
    private readonly Dictionary<string, optim.Optimizer> _optimisers;
    private readonly List<(Tensor Average, Tensor Parameter)> _averages;
    private long _phase;

    public PlainStep(Subject subject, IBatchSource batches)
    {
        using var compiled = subject.Float32(CPU, 0);
        _model = new PlainModel(compiled, subject.Spec);
        _facts = compiled.Facts.Training;
        _discriminatorSteps = compiled.Updates[0].Times;
        _batches = batches;
        _optimisers = _model.Weights.ToDictionary(entry => entry.Key, entry => (optim.Optimizer)optim.Adam(
            entry.Value.Parameters.Select(p => p.Parameter), Rate(entry.Key), _facts.Beta1, _facts.Beta2, _facts.Epsilon));
        _averages = [.. _model.Weights["G"].Parameters.Select(p => (p.Parameter.detach().clone().DetachFromDisposeScope(), (Tensor)p.Parameter))];
    }

    public string Name => "plain";

    public void Step()
    {
        for (var i = 0; i < _discriminatorSteps; i++)
        {
            Update(["D"], _model.DiscriminatorLoss);
        }

        Update(["G", "E"], _model.GeneratorEncoderLoss);
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        foreach (var (average, parameter) in _averages)
        {
            average.copy_(average * _facts.Ema + parameter * (1 - _facts.Ema));
        }
    }

    public void Dispose()
    {
        foreach (var (average, _) in _averages)
        {
            average.Dispose();
        }

        foreach (var optimiser in _optimisers.Values)
        {
            optimiser.Dispose();
        }

        _model.Dispose();
    }

    private void Update(string[] roles, Func<StepInput, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        foreach (var (role, weights) in _model.Weights)
        {
            weights.Learn(roles.Contains(role));
        }

        var trained = _optimisers.Where(entry => roles.Contains(entry.Key)).Select(entry => entry.Value).ToArray();
        foreach (var optimiser in trained)
        {
            optimiser.zero_grad();
        }

        loss(_batches.Draw(_phase++)).backward();
        foreach (var optimiser in trained)
        {
            optimiser.step();
        }
    }

    private double Rate(string role) => role switch
    {
        "G" => _facts.GeneratorRate,
        "E" => _facts.EncoderRate!.Value,
        _ => _facts.DiscriminatorRate!.Value,
    };
}
