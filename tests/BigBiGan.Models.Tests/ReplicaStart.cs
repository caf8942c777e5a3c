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
        using var others = new ReplicaThreads(2, state, () => Fashion.Create(), Parts, threads: 1);
        new Trainer(state, Parts(model, 0), others.First) { Log = _ => { }, Save = () => { } }.Run(new TrainingGoal(1));
    }

    private static CountedParts Parts(VariantModel model, int rank) => new(model, Batch, BatchPart.Of(Batch, rank, 2), float32);
}
