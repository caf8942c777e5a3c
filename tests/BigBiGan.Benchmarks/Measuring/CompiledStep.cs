using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>The training step as the product takes it.</summary>
internal sealed class CompiledStep : IContender
{
    private readonly VariantModel _model;
    private readonly TrainingState _state;
    private readonly TrainingStep _step;

    public CompiledStep(string name, VariantModel model, IBatchSource batches)
    {
        Name = name;
        _model = model;
        _state = new TrainingState(model);
        _step = new TrainingStep(_state, batches);
    }

    public string Name { get; }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _step.Take();
    }

    public void Dispose()
    {
        _state.Dispose();
        _model.Dispose();
    }
}
