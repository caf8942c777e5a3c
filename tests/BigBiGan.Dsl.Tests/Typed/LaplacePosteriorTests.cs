using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Typed;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Typed;

public sealed class LaplacePosteriorTests
{
    /// <summary>Pairs of quantiles of N(0, 1) and Laplace(0, 1), for the shares .5, .75, .9, .99 and .999.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.6744897501960817, 0.6931471805599453)] // ln 2
    [InlineData(1.2815515655446004, 1.6094379124341003)] // ln 5
    [InlineData(2.3263478740408408, 3.9120230054281460)] // ln 50
    [InlineData(3.0902323061678132, 6.2146080984221917)] // ln 500
    public void A_quantile_of_the_noise_becomes_that_quantile_of_the_posterior(double normal, double laplace)
    {
        using var scope = NewDisposeScope();
        foreach (var sign in new[] { 1, -1 })
        {
            var posterior = new LaplacePosterior<Latent>(tensor(new[] { 0.5 }, 1, 1), tensor(new[] { 2.0 }, 1, 1));
            Assert.Equal(0.5 + (sign * 2 * laplace), posterior.Sample(tensor(new[] { sign * normal }, 1, 1)).Tensor.item<double>(), 1e-9);
        }
    }

    [Fact]
    public void A_hundred_thousand_draws_have_the_moments_of_the_distribution()
    {
        using var scope = NewDisposeScope();
        const int Count = 100_000;
        var posterior = new LaplacePosterior<Latent>(full([Count, 1], 1), full([Count, 1], 0.5));
        var z = posterior.Sample(new CounterRandom(1, "noise").Normal(CPU, Count, 1)).Tensor.to(float64);
        var centred = z - 1;
        Assert.Equal(0, centred.mean().item<double>(), 0.01);
        Assert.Equal(2 * 0.25, centred.square().mean().item<double>(), 0.01); // 2 sigma^2
        Assert.Equal(0.5, centred.abs().mean().item<double>(), 0.01); // sigma
        Assert.True(z.isfinite().all().item<bool>());
    }

    [Fact]
    public void Gradients_reach_location_and_scale()
    {
        using var scope = NewDisposeScope();
        var (mu, sigma) = (zeros([1, 1], float64).requires_grad_(), ones([1, 1], float64).requires_grad_());
        var noise = tensor(new[] { 1.2815515655446004 }, 1, 1);
        new LaplacePosterior<Latent>(mu, sigma).Sample(noise).Tensor.sum().backward();
        Assert.Equal(1, mu.grad!.item<double>(), 1e-12);
        Assert.Equal(Math.Log(5), sigma.grad!.item<double>(), 1e-9);
    }

    private readonly record struct Latent(Tensor Tensor) : ILatent<Latent>
    {
        public static int Size => 1;

        public static Latent From(Tensor tensor) => new(tensor);
    }
}
