using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;
using Adam = BigBiGan.Training.Optimisers.Adam;
using AdamSettings = BigBiGan.Training.Optimisers.AdamSettings;

namespace BigBiGan.Training.Tests.Optimisers;

public sealed class AdamTests
{
    [Theory]
    [InlineData(0.0, 0.999, 1e-8)]
    [InlineData(0.5, 0.99, 1e-3)]
    public void Five_steps_follow_the_papers_formula(double beta1, double beta2, double epsilon)
    {
        using var scope = NewDisposeScope();
        using var network = new TwoLayers();
        using var adam = new Adam(network, new AdamSettings(3e-3, beta1, beta2, epsilon));
        var plain = network.named_parameters().ToDictionary(p => p.name, p => new PlainAdam(p.parameter));
        for (var step = 1; step <= 5; step++)
        {
            network.Loss(new CounterRandom(1, "x", step).Normal(CPU, 4, 5)).backward();
            foreach (var (name, parameter) in network.named_parameters())
            {
                plain[name].Step(parameter.grad!.data<float>().ToArray(), step, 3e-3, beta1, beta2, epsilon);
            }

            adam.Step(adam.Gradients());
        }

        foreach (var (name, parameter) in network.named_parameters())
        {
            AssertClose(plain[name].Values, parameter, 1e-6);
            AssertClose(plain[name].Means, adam.State.Single(s => s.Name == $"{name}.exp_avg").Tensor, 1e-6);
            AssertClose(plain[name].Squares, adam.State.Single(s => s.Name == $"{name}.exp_avg_sq").Tensor, 1e-6);
        }

        Assert.Equal(5f, adam.State.Single(s => s.Name == "step").Tensor.item<float>());
    }

    [Fact]
    public void A_step_drops_the_gradients()
    {
        using var network = new TwoLayers();
        using var adam = new Adam(network, new AdamSettings(1e-3, 0, 0.999, 1e-8));
        using var x = ones(2, 5);
        using var loss = network.Loss(x);
        loss.backward();
        adam.Step(adam.Gradients());
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_parameter_without_gradient_is_named()
    {
        using var network = new TwoLayers();
        using var adam = new Adam(network, new AdamSettings(1e-3, 0, 0.999, 1e-8));
        var problem = Assert.Throws<InvalidOperationException>(adam.Gradients);
        Assert.Contains("'first.weight'", problem.Message);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var network = new TwoLayers();
        using var adam = new Adam(network, new AdamSettings(1e-3, 0, 0.999, 1e-8));
        using var x = ones(2, 5);
        long Count()
        {
            using var scope = NewDisposeScope();
            network.Loss(x).backward();
            adam.Step(adam.Gradients());
            scope.Dispose();
            return Tensor.TotalCount;
        }

        LivingTensors.Settled();
        var before = Count();
        for (var i = 0; i < 20; i++)
        {
            Count();
        }

        Assert.Equal(before, Count());
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        var values = actual.detach().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"[{i}] expected {expected[i]:R}, found {values[i]:R}");
        }
    }

    /// <summary>Algorithm 1 of Kingma and Ba in double precision, number by number.</summary>
    private sealed class PlainAdam(Tensor start)
    {
        public double[] Values { get; } = [.. start.detach().data<float>().Select(v => (double)v)];

        public double[] Means { get; } = new double[start.numel()];

        public double[] Squares { get; } = new double[start.numel()];

        public void Step(float[] gradient, int t, double rate, double beta1, double beta2, double epsilon)
        {
            for (var i = 0; i < Values.Length; i++)
            {
                Means[i] = (beta1 * Means[i]) + ((1 - beta1) * gradient[i]);
                Squares[i] = (beta2 * Squares[i]) + ((1 - beta2) * gradient[i] * gradient[i]);
                var mean = Means[i] / (1 - Math.Pow(beta1, t));
                var square = Squares[i] / (1 - Math.Pow(beta2, t));
                Values[i] -= rate * mean / (Math.Sqrt(square) + epsilon);
            }
        }
    }
}
