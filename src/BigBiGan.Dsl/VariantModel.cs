using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
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

    /// <summary>Draws <paramref name="count"/> latents from the variant's prior. [N, z]</summary>
    public abstract Tensor SamplePrior(int count, CounterRandom random, Device device);

    /// <summary>G. [N, z] -> [N, C, H, W] in [-1, 1]</summary>
    public abstract Tensor Generate(Tensor z);

    /// <summary>D's loss on one batch; E and G run without gradient.</summary>
    /// <param name="batch">The images at E's size, latents from the prior, and the posterior's noise.</param>
    public abstract StepLosses DiscriminatorStep(StepInput batch);

    /// <summary>The joint loss of G and E on one batch.</summary>
    /// <inheritdoc cref="DiscriminatorStep" path="/param"/>
    public abstract StepLosses GeneratorEncoderStep(StepInput batch);

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
    /// <summary>The "AvePool" feature of E's backbone. [N, C, H, W] -> [N, features]</summary>
    Tensor Features(Tensor x);

    /// <summary>The latent that E gives without noise: mu, or the point. [N, C, H, W] -> [N, z]</summary>
    Tensor Infer(Tensor x);
}

/// <param name="Role">G, E or D: the prefix of the network's state names.</param>
public sealed record NamedNetwork(string Role, Network Network);

/// <param name="X">Real images at E's size. [N, C, H, W]</param>
/// <param name="Z">Draws from the prior. [N, z]</param>
/// <param name="Noise">N(0, 1) for a gaussian posterior; null for the others. [N, z]</param>
public sealed record StepInput(Tensor X, Tensor Z, Tensor? Noise);
