using BigBiGan.Dsl;
using BigBiGan.Models.Small;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>A process that trains one step by two replicas, whose kernels are made in it for the first time.</summary>
internal static class ReplicaStart
{
    private const int Batch = 8;

    public static void Run()
    {
        using var scope = NewDisposeScope();
        set_num_threads(1);
        using var model = Fashion.Create();
        using var state = new TrainingState(model);
        using var others = new ReplicaThreads(2, state, () => Fashion.Create(), (other, rank) => new Part(other, rank), threads: 1);
        new Trainer(state, new Part(model, 0), others.First) { Log = _ => { }, Save = () => { } }.Run(new TrainingGoal(1));
    }

    private sealed class Part(VariantModel model, int rank) : IBatchSource
    {
        public StepInput Draw(long updateIndex)
        {
            var (x, z, noise, labels) = CountedInput.Of(model, Batch, updateIndex);
            return BatchPart.Of(Batch, rank, 2).Cut(new StepInput(x, z, noise, labels));
        }
    }
}
