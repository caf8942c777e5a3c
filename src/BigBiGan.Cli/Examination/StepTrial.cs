using System.Security.Cryptography;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Proof;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Examination;

/// <summary>Some seconds of training a variant on random images.</summary>
/// <param name="Type">float32, TF32 or bfloat16.</param>
/// <param name="Batch">Images of an update.</param>
/// <param name="Forms">Of convolutions.</param>
/// <param name="Milliseconds">Of a whole step, with all of its updates: the median.</param>
/// <param name="ImagesPerSecond">Real images that all updates of such a step read.</param>
internal sealed record StepTrial(string Variant, string Type, int Batch, string Forms, double Milliseconds, double ImagesPerSecond)
{
    /// <summary>The ways to train a variant on a device: its own precision, which on a CUDA device is float32 with TF32 and without.</summary>
    public static IEnumerable<Arithmetic> Ways(VariantEntry entry, Device device) =>
        Arithmetic.All(entry.Facts.Training.Precision, device.type).Where(arithmetic => arithmetic != Arithmetic.Float64);

    /// <summary>In the current forms of convolutions.</summary>
    /// <param name="seconds">How long, after a step that does not count.</param>
    public static StepTrial Of(VariantEntry entry, Arithmetic arithmetic, int batch, double seconds, Device device) => With(arithmetic, () =>
    {
        using var scope = NewDisposeScope();
        using var model = entry.Create(device, 0);
        using var state = new TrainingState(model);
        var images = new RandomBatches(model, batch, device);
        Run(state, images, new TrainingGoal(1), _ => { });
        var rates = new List<double>();
        Run(state, images, new TrainingGoal(long.MaxValue, TimeSpan.FromSeconds(state.Seconds + seconds)), rates.Add);
        var median = rates.Order().ElementAt(rates.Count / 2);
        var milliseconds = batch * model.Updates.Sum(update => update.Times) / median * 1000;
        return new StepTrial(entry.Facts.Path, arithmetic.Name, batch, ConvolutionForms.Current.Name, milliseconds, median);
    });

    /// <summary>Whether two steps from one seed, taken twice, end at the same bits.</summary>
    public static bool Repeats(VariantEntry entry, Arithmetic arithmetic, int batch, Device device) =>
        With(arithmetic, () => End(entry, batch, device) == End(entry, batch, device));

    private static string End(VariantEntry entry, int batch, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = entry.Create(device, 0);
        using var state = new TrainingState(model);
        Run(state, new RandomBatches(model, batch, device), new TrainingGoal(2), _ => { });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in state.Tensors().OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            using var copy = tensor.detach().cpu().contiguous();
            hash.AppendData(copy.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="rate">Is told of each step's images per second; to know them the device is read, so that what was asked of it is done.</param>
    private static void Run(TrainingState state, RandomBatches images, TrainingGoal goal, Action<double> rate) =>
        new Trainer(state, images) { Log = record => rate(record.ImagesPerSecond), Save = () => { }, LogEvery = 1, SaveEverySteps = long.MaxValue }.Run(goal);

    private static T With<T>(Arithmetic arithmetic, Func<T> calculate)
    {
        CudaSettings.AllowTf32(arithmetic == Arithmetic.Tf32);
        try
        {
            return calculate();
        }
        finally
        {
            CudaSettings.AllowTf32(true);
        }
    }
}
