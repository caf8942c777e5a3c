using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Objectives;

/// <summary>The other terms, against their formulas number by number.</summary>
public sealed class TermTests
{
    private static readonly double[] Encoder = [0.3, -1.2, 4.0];
    private static readonly double[] Generator = [-0.7, 2.5, 0.1];

    [Fact]
    public void Cross_entropy_of_D_calls_encoder_pairs_true_and_generator_pairs_false()
    {
        using var scores = tensor(Encoder.Concat(Generator).ToArray(), 6, 1);
        using var term = CrossEntropyObjective.DiscriminatorTerm(scores);
        Assert.Equal(Encoder.Average(s => -Math.Log(Sigmoid(s))) + Generator.Average(s => -Math.Log(1 - Sigmoid(s))), term.item<double>(), 1e-12);
    }

    [Fact]
    public void Cross_entropy_of_G_and_E_exchanges_the_labels()
    {
        using var scores = tensor(Encoder.Concat(Generator).ToArray(), 6, 1);
        using var term = CrossEntropyObjective.GeneratorEncoderTerm(scores);
        Assert.Equal(Encoder.Average(s => -Math.Log(1 - Sigmoid(s))) + Generator.Average(s => -Math.Log(Sigmoid(s))), term.item<double>(), 1e-12);
    }

    /// <summary>What StyleGAN's authors call the non-saturating logistic loss, here for scores of images and of pairs alike.</summary>
    [Fact]
    public void Cross_entropy_is_the_non_saturating_logistic_loss()
    {
        using var scores = tensor(Encoder.Concat(Generator).ToArray(), 6, 1);
        using var ofD = CrossEntropyObjective.DiscriminatorTerm(scores);
        using var ofG = CrossEntropyObjective.GeneratorEncoderTerm(scores);
        Assert.Equal(Encoder.Average(s => Softplus(-s)) + Generator.Average(Softplus), ofD.item<double>(), 1e-12);
        Assert.Equal(Generator.Average(s => Softplus(-s)) + Encoder.Average(Softplus), ofG.item<double>(), 1e-12); // the second sum reaches E alone
    }

    [Fact]
    public void Least_squares_of_D_draw_encoder_pairs_to_one_and_generator_pairs_to_zero()
    {
        using var scores = tensor(Encoder.Concat(Generator).ToArray(), 6, 1);
        using var term = LeastSquaresObjective.DiscriminatorTerm(scores);
        Assert.Equal((Encoder.Average(s => (s - 1) * (s - 1)) + Generator.Average(s => s * s)) / 2, term.item<double>(), 1e-12);
    }

    [Fact]
    public void Least_squares_of_G_and_E_exchange_the_targets()
    {
        using var scores = tensor(Encoder.Concat(Generator).ToArray(), 6, 1);
        using var term = LeastSquaresObjective.GeneratorEncoderTerm(scores);
        Assert.Equal((Encoder.Average(s => s * s) + Generator.Average(s => (s - 1) * (s - 1))) / 2, term.item<double>(), 1e-12);
    }

    [Fact]
    public void Regression_of_a_uniform_latent_is_cross_entropy_of_shares()
    {
        double[] inferred = [0.5, -0.25, 0.99], z = [0.4, 0.8, -1];
        using var a = tensor(inferred, 1, 3);
        using var b = tensor(z, 1, 3);
        using var term = LatentRegression.CrossEntropy(a, b);
        var expected = inferred.Zip(z).Average(pair =>
        {
            var (p, t) = ((1 + pair.First) / 2, (1 + pair.Second) / 2);
            return -(t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p));
        });
        Assert.Equal(expected, term.item<double>(), 1e-12);
    }

    /// <summary>In float32 tanh reaches 1 at about 9; before that its slope must meet the loss's without a leap.</summary>
    [Theory]
    [InlineData(0.5f, 0.01)]
    [InlineData(5f, 0.01)]
    [InlineData(-5f, 0.01)]
    [InlineData(8.5f, 0.6)]
    [InlineData(8.66f, 0.6)]
    [InlineData(-8.66f, 0.6)]
    [InlineData(9f, 0.6)]
    public void The_gradient_through_tanh_is_that_of_logits(float raw, double tolerance)
    {
        const double Z = 0.2;
        using var scope = NewDisposeScope();
        var a = tensor(new[] { raw }, 1, 1).requires_grad_();
        LatentRegression.CrossEntropy(a.tanh(), tensor(new[] { (float)Z }, 1, 1)).backward();
        Assert.Equal(2 * (Sigmoid(2 * raw) - ((1 + Z) / 2)), a.grad!.item<float>(), tolerance);
    }

    [Fact]
    public void Regression_stays_finite_where_tanh_has_run_into_its_end()
    {
        using var scope = NewDisposeScope();
        var raw = tensor(new[] { 40f, -40f }, 1, 2).requires_grad_();
        var term = LatentRegression.CrossEntropy(raw.tanh(), tensor(new[] { -1f, 1f }, 1, 2));
        term.backward();
        Assert.InRange(term.item<float>(), 10, 20);
        Assert.All(raw.grad!.data<float>().ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void Squared_and_absolute_errors_are_means_over_all_values()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 1.0, 2.0, -3.0, 0.5 }, 2, 2), tensor(new[] { 0.0, 4.0, -3.5, 0.5 }, 2, 2));
        Assert.Equal((1 + 4 + 0.25) / 4, Reconstruction.SquaredError(a, b).item<double>(), 1e-12);
        Assert.Equal((1 + 4 + 0.25) / 4, LatentRegression.SquaredError(a, b).item<double>(), 1e-12);
        Assert.Equal((1 + 2 + 0.5) / 4, Reconstruction.AbsoluteError(a, b).item<double>(), 1e-12);
        Assert.Equal(0.75, Weighted.Of(tensor(1.5), 0.5).item<double>(), 1e-12);
    }

    private static double Softplus(double s) => Math.Log(1 + Math.Exp(s));

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
