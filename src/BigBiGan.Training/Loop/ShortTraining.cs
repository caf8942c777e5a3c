using BigBiGan.Dsl;
using TorchSharp;

namespace BigBiGan.Training.Loop;

/// <summary>Some seconds of training models that are thrown away: what a trial compares.</summary>
/// <param name="create">Makes a model.</param>
/// <param name="batches">The batches of a model, its rank, and the number of replicas.</param>
internal sealed class ShortTraining(Func<VariantModel> create, Func<VariantModel, int, int, CounterBatches> batches)
{
    private const int WorthSteps = 200;
    private const int Most = 200; // steps: a tiny network takes a thousand in that time, and may diverge by then
    private static readonly TimeSpan WorthTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    /// <summary>Whether what is left of a run takes much longer than a trial.</summary>
    public static bool IsWorthIt(TrainingGoal goal, TrainingState state) =>
        goal.Steps - state.Step >= WorthSteps && (goal.Time is not { } time || time.TotalSeconds - state.Seconds >= WorthTime.TotalSeconds);

    /// <returns>Images per second.</returns>
    /// <param name="replicas">Threads that share each batch.</param>
    public double Rate(int replicas)
    {
        using var model = create();
        using var state = new TrainingState(model);
        using var own = batches(model, 0, replicas);
        using var others = replicas == 1 ? null : new ReplicaThreads(
            replicas, state, create, (other, rank) => batches(other, rank, replicas), torch.get_num_threads());
        var rates = new List<double>();
        new Trainer(state, own, others?.First) { Log = record => rates.Add(record.ImagesPerSecond), Save = () => { }, LogEvery = 1 }
            .Run(new TrainingGoal(Most, Length));
        var steady = rates.Skip(rates.Count / 2).Order().ToList(); // the first steps take memory and have code compiled, more of it where there are replicas
        return steady[steady.Count / 2];
    }
}
