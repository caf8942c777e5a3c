using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Optimisers;
using static TorchSharp.torch;
using Network = BigBiGan.Dsl.Layers.Network;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// G as samples of it are judged and shown, until disposed: averaged weights where there are any, standing batch
/// statistics, no truncation (Brock et al., 2019).
/// </summary>
public sealed class EvaluationGenerator : IDisposable
{
    /// <summary>Batches whose statistics are averaged, where nobody asks for another number.</summary>
    public const int UsualBatches = 100;

    private const int StandingBatch = 64;

    private readonly VariantModel _model;
    private readonly ulong _seed;
    private readonly Device _device;
    private readonly IDisposable? _averaged;
    private readonly StandingStatistics _standing;
    private readonly Network _network;

    /// <param name="ema">Null for an untrained G, whose average is G itself.</param>
    /// <param name="seed">Decides the latents of the statistics and of the samples.</param>
    /// <param name="batches">Whose statistics are averaged; null for <see cref="UsualBatches"/>.</param>
    /// <param name="work">Is told, in words, what takes its time; what it gives receives (batches of the statistics, of so many).</param>
    /// <param name="replicas">Who calculates the batches of the statistics.</param>
    public EvaluationGenerator(
        VariantModel model, Ema? ema, ulong seed, Device device, int? batches = null, Func<string, Action<int, int>>? work = null,
        BatchWorkers replicas = default)
    {
        Batches = batches ?? UsualBatches;
        BatchNorm = string.Create(CultureInfo.InvariantCulture, $"standing statistics of {Batches} batches of {StandingBatch}");
        var progress = work?.Invoke("standing statistics of G, batches");
        (_model, _seed, _device) = (model, seed, device);
        _averaged = ema?.Applied();
        _network = NetworkOf(model);
        _standing = StandingStatistics.Take(
            _network,
            Batches,
            StandingForward(model, seed, device),
            replicas,
            new BatchTask.StatisticsOfG(seed) { Model = model },
            progress,
            $"G of {model.Facts.SpecHash}, {BatchNorm} by the seed {seed}");
    }

    /// <summary>Whose statistics are averaged.</summary>
    public int Batches { get; }

    /// <summary>For protocols and metadata.</summary>
    public string BatchNorm { get; }

    public SampleSource Source => new(Draw, BatchNorm, Ema: true)
    {
        Identity = () => string.Create(CultureInfo.InvariantCulture, $"seed {_seed}, {StandingStatistics.WeightChecksum(_network)}"),
        Task = (count, batch) => new BatchTask.Samples(_seed, count, batch) { Model = _model },
    };

    /// <summary>Samples from an index on; a sample's latent and label are keyed by its index, whatever the batches. [count, C, H, W]</summary>
    /// <exception cref="RunException">They are not finite.</exception>
    public Tensor Draw(int first, int count) => Checked(Draw(_model, _seed, first, count, _device), "samples");

    /// <summary>G's images of latents. [N, C, H, W]</summary>
    /// <param name="z">[N, z]</param>
    /// <param name="labels">Of a variant with labels; null in all others. [N], int64</param>
    /// <exception cref="RunException">They are not finite.</exception>
    public Tensor Draw(Tensor z, Tensor? labels)
    {
        using var noGradient = no_grad();
        return Checked(_model.Generate(z, labels), "samples");
    }

    /// <summary>The latents of the samples from an index on. [count, z]</summary>
    public Tensor Latents(int first, int count) => Latents(_model, _seed, first, count, _device);

    /// <summary>The class labels of the samples from an index on; null of a variant without labels. [count], int64</summary>
    public Tensor? Labels(int first, int count) => Labels(_model, _seed, first, count, _device);

    /// <summary>Images of one class of a variant with labels: of the same latents for every class. [N, C, H, W]</summary>
    /// <param name="label">From 0 on.</param>
    /// <param name="z">[N, z]</param>
    public Tensor DrawOfClass(int label, Tensor z)
    {
        using var labels = tensor(Enumerable.Repeat((long)label, (int)z.size(0)).ToArray()).MoveToDevice(_device);
        return Draw(z, labels);
    }

    /// <summary>G(E(x)): what E kept of x. [N, C, H, W], x at E's size -> [N, C, H, W]</summary>
    /// <exception cref="RunException">They are not finite.</exception>
    public Tensor Reconstruct(Tensor x)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        return Checked(_model.Generate(((IInference)_model).Infer(x)), "reconstructions").MoveToOuterDisposeScope();
    }

    internal static Network NetworkOf(VariantModel model) => model.Networks.Single(named => named.Role == "G").Network;

    /// <summary>Runs G on the batch of an index whose statistics count.</summary>
    internal static Action<int> StandingForward(VariantModel model, ulong seed, Device device) => i => model.Generate(
        model.SamplePrior(StandingBatch, new CounterRandom(seed, "standing", i), device),
        model.SampleLabels(StandingBatch, new CounterRandom(seed, "standing labels", i), device));

    /// <summary>Samples of a G that is in the state to be judged. [count, C, H, W]</summary>
    internal static Tensor Draw(VariantModel model, ulong seed, int first, int count, Device device)
    {
        using var noGradient = no_grad();
        using var z = Latents(model, seed, first, count, device);
        using var labels = Labels(model, seed, first, count, device);
        using var images = model.Generate(z, labels);

        // in one order of memory, whoever drew them: the last digits of a judge's features follow the strides, also those of a single channel
        using var row = images.reshape(-1);
        return row.view(images.shape);
    }

    private static Tensor Latents(VariantModel model, ulong seed, int first, int count, Device device)
    {
        using var scope = NewDisposeScope();
        return cat([.. Enumerable.Range(first, count).Select(i => model.SamplePrior(1, new CounterRandom(seed, "samples", i), device))])
            .MoveToOuterDisposeScope();
    }

    private static Tensor? Labels(VariantModel model, ulong seed, int first, int count, Device device)
    {
        if (model.Facts.Labels is null)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        return cat([.. Enumerable.Range(first, count).Select(i => model.SampleLabels(1, new CounterRandom(seed, "sample labels", i), device)!)])
            .MoveToOuterDisposeScope();
    }

    private static Tensor Checked(Tensor images, string what)
    {
        Finite.Check(images, what);
        return images;
    }

    public void Dispose()
    {
        _standing.Dispose();
        _averaged?.Dispose();
    }
}
