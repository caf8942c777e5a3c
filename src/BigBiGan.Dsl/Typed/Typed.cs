using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Typed;

/// <summary>Latents of one size; the compiler emits a struct per size (<c>Latent120</c>). [N, z]</summary>
public interface ILatent<TSelf>
    where TSelf : ILatent<TSelf>
{
    static abstract int Size { get; }

    Tensor Tensor { get; }

    static abstract TSelf From(Tensor tensor);
}

/// <summary>Images of one size; the compiler emits a struct per size (<c>Image128</c>, <c>Grey32</c>). [N, C, H, W] in [-1, 1]</summary>
public interface IImage<TSelf>
    where TSelf : IImage<TSelf>
{
    static abstract int Size { get; }

    static abstract int Colours { get; }

    Tensor Tensor { get; }

    static abstract TSelf From(Tensor tensor);
}

/// <summary>Class labels; the compiler emits a struct per number of classes (<c>Labels50</c>). [N], int64</summary>
public interface ILabels<TSelf>
    where TSelf : ILabels<TSelf>
{
    static abstract int Classes { get; }

    Tensor Tensor { get; }

    static abstract TSelf From(Tensor tensor);
}

/// <summary>N(0, 1).</summary>
public sealed class NormalPrior<TLatent>
    where TLatent : ILatent<TLatent>
{
    /// <summary>[N, z]</summary>
    public TLatent Sample(int count, CounterRandom random, Device? device = null) =>
        TLatent.From(random.Normal(device ?? CPU, count, TLatent.Size));
}

/// <summary>U(-1, 1).</summary>
public sealed class UniformPrior<TLatent>
    where TLatent : ILatent<TLatent>
{
    /// <summary>[N, z]</summary>
    public TLatent Sample(int count, CounterRandom random, Device? device = null) =>
        TLatent.From(random.Uniform(device ?? CPU, -1, 1, count, TLatent.Size));
}

/// <summary>E's answer where the posterior is gaussian (section 2 of the paper).</summary>
/// <param name="Mu">[N, z]</param>
/// <param name="Sigma">softplus of E's raw output. [N, z]</param>
public readonly record struct GaussianPosterior<TLatent>(Tensor Mu, Tensor Sigma) : IDisposable
    where TLatent : ILatent<TLatent>
{
    /// <summary>mu + noise * sigma. [N, z]</summary>
    public TLatent Sample(Tensor noise) => TLatent.From(addcmul(Mu, noise, Sigma, Scalars.One));

    public void Dispose()
    {
        Mu.Dispose();
        Sigma.Dispose();
    }
}
