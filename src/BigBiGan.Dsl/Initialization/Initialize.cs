using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Initialization;

/// <summary>
/// The first values of a network's state: a rule for weights of two or more dimensions (the shared row of G included, as in
/// BigGAN-PyTorch); norm gains 1, biases and attention gains 0, spectral vectors N(0, 1), running statistics 0 and 1.
/// Every tensor has its own random numbers, keyed by its state name: a change of one layer leaves the others' values.
/// </summary>
public static class Initialize
{
    /// <summary>Orthonormal rows or columns, whichever are fewer, of W as [output, the rest]: G and D.</summary>
    /// <param name="purpose">The network's role: <c>G</c>.</param>
    public static void Orthogonal(Network network, ulong seed, string purpose) => Fill(network, seed, purpose, OrthogonalRows);

    /// <summary>N(0, 2 / fan-in) (He et al., 2015): E.</summary>
    /// <inheritdoc cref="Orthogonal" path="/param"/>
    public static void He(Network network, ulong seed, string purpose) => Fill(network, seed, purpose, Scaled);

    /// <summary>N(0, 0.02^2), whatever the fan-in: networks over whole vectors, as in BiGAN's code.</summary>
    /// <inheritdoc cref="Orthogonal" path="/param"/>
    public static void Fixed(Network network, ulong seed, string purpose) => Fill(network, seed, purpose, normal => normal.Mul(0.02));

    private static void Fill(Network network, ulong seed, string purpose, Func<Tensor, Tensor> rule)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (parameter.Dimensions >= 2)
            {
                using var normal = new CounterRandom(seed, $"{purpose}.{name}").Normal(CPU, [parameter.shape[0], parameter.numel() / parameter.shape[0]]);
                using var values = rule(normal);
                parameter.copy_(values.view(parameter.shape));
            }
            else
            {
                parameter.Fill(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
            }
        }

        foreach (var (name, buffer) in network.named_buffers())
        {
            if (name.EndsWith("u0", StringComparison.Ordinal))
            {
                buffer.copy_(new CounterRandom(seed, $"{purpose}.{name}").Normal(CPU, buffer.shape));
            }
            else
            {
                buffer.Fill(name.EndsWith("running_var", StringComparison.Ordinal) ? 1 : 0);
            }
        }
    }

    /// <summary>Q of the QR decomposition with R's diagonal made positive, which makes it uniform (Mezzadri, 2007).</summary>
    private static Tensor OrthogonalRows(Tensor normal)
    {
        var tall = normal.shape[0] >= normal.shape[1];
        var (q, r) = linalg.qr(tall ? normal : normal.t());
        var signed = q * r.diagonal().sign();
        return (tall ? signed : signed.t()).contiguous();
    }

    private static Tensor Scaled(Tensor normal) => normal.Mul(Math.Sqrt(2.0 / normal.shape[1]));
}
