using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>The training step as the product takes it.</summary>
internal sealed class CompiledStep : IContender
{
    private readonly VariantModel model;
    private readonly TrainingState state;
    private readonly TrainingStep step;

    public CompiledStep(string name, VariantModel model, IBatchSource batches)
    {
        Name = name;
        this.model = model;
        state = new TrainingState(model);
        step = new TrainingStep(state, batches);
    }

    public string Name { get; }

    public void Step()
    {
        using var scope = NewDisposeScope();
        step.Take();
    }

    public void Dispose()
    {
        state.Dispose();
        model.Dispose();
    }
}
