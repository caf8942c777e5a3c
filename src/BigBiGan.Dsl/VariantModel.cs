using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Replicas;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl;

/// <summary>
/// One compiled variant, as the runtime sees it. The generated class beside it has the typed face:
/// <c>Generator</c>, <c>Encoder</c>, <c>Discriminator</c> and <c>Prior</c>, each with its own tensor types.
/// </summary>
public abstract class VariantModel : IDisposable
{
    public abstract VariantFacts Facts { get; }

    /// <summary>The networks that training updates: G, E (where there is one) and D.</summary>
    public abstract IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>One training step: its updates in order, each on a batch of its own.</summary>
    public abstract IReadOnlyList<UpdatePhase> Updates { get; }

    /// <summary>Draws <paramref name="count"/> latents from the variant's prior. [N, z]</summary>
    public abstract Tensor SamplePrior(int count, CounterRandom random, Device device);

    /// <summary>Draws <paramref name="count"/> class labels for G, all classes equally likely; null where G takes none. [N], int64</summary>
    public virtual Tensor? SampleLabels(int count, CounterRandom random, Device device) => null;

    /// <summary>G. [N, z] -> [N, C, H, W] in [-1, 1]</summary>
    /// <param name="labels">Of a variant with labels; null in all others. [N], int64</param>
    public abstract Tensor Generate(Tensor z, Tensor? labels = null);

    /// <summary>
    /// The feature by which a variant's representation is judged: E's last before its head ("AvePool"), or F's where there is no E.
    /// [N, C, H, W] at <see cref="VariantFacts.DataSize"/> -> [N, features]
    /// </summary>
    public abstract Tensor Features(Tensor x);

    /// <summary>
    /// From here on every training batch is one replica's part of a batch, and batch statistics are those of the whole, unless the variant's
    /// facts say otherwise. A layer of the user's own that takes statistics by itself takes them of its part.
    /// </summary>
    /// <param name="replicas">Null for whole batches again.</param>
    public void ShareBatches(Collective? replicas)
    {
        foreach (var module in Networks.SelectMany(named => named.Network.modules()))
        {
            switch (module)
            {
                case BatchStatistics norm:
                    norm.Replicas = Facts.Training.NormStatistics == NormStatistics.Batch ? replicas : null;
                    break;
                case SpectralLayer layer:
                    layer.Replicas = replicas;
                    break;
            }
        }
    }

    /// <summary>Moves every network to a device; called by the generated constructor.</summary>
    protected void MoveTo(Device device)
    {
        foreach (var network in Networks)
        {
            network.Network.to(device);
        }
    }

    public void Dispose()
    {
        foreach (var network in Networks)
        {
            network.Network.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>What a variant with an encoder can do besides.</summary>
public interface IInference
{
    /// <summary>The latent that E gives without noise: mu, or the point. [N, C, H, W] -> [N, z]</summary>
    Tensor Infer(Tensor x);
}

/// <param name="Role">G, E or D: the prefix of the network's state names.</param>
public sealed record NamedNetwork(string Role, Network Network);

/// <param name="X">Real images at E's size. [N, C, H, W]</param>
/// <param name="Z">Draws from the prior. [N, z]</param>
/// <param name="Noise">N(0, 1) for a gaussian posterior; null for the others. [N, z]</param>
/// <param name="Labels">Of a variant with labels; null in all others.</param>
public sealed record StepInput(Tensor X, Tensor Z, Tensor? Noise, LabelPair? Labels = null);

/// <param name="Real">The labels of the real images. [N], int64</param>
/// <param name="Drawn">The labels from which G makes its images. [N], int64</param>
public sealed record LabelPair(Tensor Real, Tensor Drawn);

/// <summary>One kind of update within a training step.</summary>
/// <param name="Trains">The roles that it updates, a letter each: <c>D</c>, <c>GE</c>, or <c>GED</c> at once. All others are frozen.</param>
/// <param name="Times">How often in a row, each time on a fresh batch.</param>
/// <param name="Losses">The forward.</param>
public sealed record UpdatePhase(string Trains, int Times, Func<StepInput, StepLosses> Losses);
