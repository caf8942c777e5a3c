using System.Globalization;
using BigBiGan.Dsl;
using TorchSharp;

namespace BigBiGan.Training.Loop;

/// <summary>Finds out how many replicas train fastest here: a few steps of models that are thrown away, by one replica, two, and so on.</summary>
/// <param name="create">Makes a model.</param>
/// <param name="batches">The batches of a model, its rank, and the number of replicas.</param>
/// <param name="batch">Images that are taken together: of a whole batch, or of a micro-batch.</param>
internal sealed class ReplicaTrial(Func<VariantModel> create, Func<VariantModel, int, int, CounterBatches> batches, int batch)
{
    /// <summary>A larger number has to be so much faster.</summary>
    private const double Gain = 1.1;

    private const int WorthSteps = 200;
    private static readonly TimeSpan WorthTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PerNumber = TimeSpan.FromSeconds(2);

    /// <summary>Whether what is left of a run takes much longer than the trial.</summary>
    public static bool IsWorthIt(TrainingGoal goal, TrainingState state) =>
        goal.Steps - state.Step >= WorthSteps && (goal.Time is not { } time || time.TotalSeconds - state.Seconds >= WorthTime.TotalSeconds);

    /// <summary>The numbers of replicas that are tried: 1, its doubles, and as many as there are cores, where they leave each at least two images.</summary>
    /// <param name="batch">Images that are taken together.</param>
    public static IReadOnlyList<int> Numbers(int batch) =>
        [1, .. Enumerable.Range(2, Math.Max(0, Environment.ProcessorCount - 1))
            .Where(n => batch % n == 0 && batch / n >= 2 && (int.IsPow2(n) || n == Environment.ProcessorCount))];

    /// <returns>The number, and a line that says what was measured.</returns>
    public (int Count, string Text) Best()
    {
        var threads = torch.get_num_threads();
        var rates = new List<(int Count, double Rate)> { (1, Rate(1, threads)) };
        foreach (var number in Numbers(batch).Skip(1))
        {
            rates.Add((number, Rate(number, threads)));
            if (rates[^1].Rate < rates[^2].Rate * Gain)
            {
                break; // more of them are slower still
            }
        }

        var best = rates.Aggregate((a, b) => b.Rate > a.Rate * Gain ? b : a);
        var measured = string.Join(", ", rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Count}: {rate.Rate:0} images/s")));
        return (best.Count, $"{best.Count} of {rates[^1].Count} replicas share each batch, as a short trial showed ({measured})");
    }

    /// <returns>Images per second.</returns>
    private double Rate(int count, int threads)
    {
        using var model = create();
        using var state = new TrainingState(model);
        using var own = batches(model, 0, count);
        using var others = count == 1 ? null : new ReplicaThreads(count, state, create, (other, rank) => batches(other, rank, count), threads);
        var rates = new List<double>();
        new Trainer(state, own, others?.First) { Log = record => rates.Add(record.ImagesPerSecond), Save = () => { }, LogEvery = 1 }
            .Run(new TrainingGoal(long.MaxValue, PerNumber));
        var steady = rates.Skip(rates.Count > 1 ? 1 : 0).Order().ToList(); // the first step takes memory
        return steady[steady.Count / 2];
    }
}
