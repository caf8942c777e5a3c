using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class LinearProbeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Raw_pixels_of_fashion_mini_give_the_known_accuracies()
    {
        // scikit-learn's logistic regression: .824; 5 nearest neighbours: .798.
        var data = DataSource.Load("fashion-mini", 28, 1);
        var (train, test) = (data.Train.ToTensor(0, data.Train.Count).flatten(1), data.Test.ToTensor(0, data.Test.Count).flatten(1));
        var probe = LinearProbe.Run(train, data.Train.Labels, test, data.Test.Labels, classes: 10);
        Assert.InRange(probe.Accuracy, 0.81, 0.85);
        Assert.True(probe.Converged);
        Assert.Equal(0.798, NearestNeighbours.Accuracy(train, data.Train.Labels, test, data.Test.Labels, k: 5), precision: 3);
    }

    [Fact]
    public void A_fit_ends_where_plain_gradient_descent_ends()
    {
        const double Strength = 0.05;
        var (features, labels) = Blobs(seed: 1, rows: 90, classes: 3, spread: 1.5);
        var rows = new PrincipalAxes(features).Apply(features);
        var (weights, converged) = new LogisticRegression(rows, labels, 3).Solve(Strength, start: null);
        Assert.True(converged);

        var standard = (features - features.mean([0L])) / features.std(0, unbiased: false);
        var plain = zeros(6, 3, float64);
        var x = cat([standard.to(float64), ones(90, 1, float64)], 1);
        var y = nn.functional.one_hot(tensor(labels.Select(l => (long)l).ToArray()), 3).to(float64);
        var penalty = full(6, 1, Strength, float64);
        penalty[5] = 0;
        for (var i = 0; i < 4000; i++)
        {
            plain = plain - (0.3 * ((x.t().mm(x.mm(plain).softmax(1) - y) / 90) + (penalty * plain)));
        }

        // The rotation changes the weights, not the scores.
        var difference = (rows.mm(weights.t()).softmax(1) - x.mm(plain).softmax(1)).abs().max().item<double>();
        Assert.InRange(difference, 0, 2e-3);
    }

    [Fact]
    public void Separable_classes_are_told_apart_and_noise_is_not()
    {
        var (train, trainLabels) = Blobs(seed: 2, rows: 300, classes: 3, spread: 0.1);
        var (test, testLabels) = Blobs(seed: 3, rows: 300, classes: 3, spread: 0.1);
        Assert.Equal(1, LinearProbe.Run(train, trainLabels, test, testLabels, 3).Accuracy);
        var noise = new CounterRandom(4, "noise").Normal(CPU, 600, 5);
        Assert.InRange(LinearProbe.Run(noise[..300], trainLabels, noise[300..], testLabels, 3).Accuracy, 0.2, 0.47);
    }

    [Fact]
    public void Features_that_never_change_do_no_harm()
    {
        var (train, labels) = Blobs(seed: 2, rows: 100, classes: 2, spread: 0.1);
        var padded = cat([train, full(100, 3, 7)], 1);
        var probe = LinearProbe.Run(padded, labels, padded, labels, 2);
        Assert.Equal(1, probe.Accuracy);
    }

    [Fact]
    public void The_same_features_give_the_same_probe_and_leave_no_tensor()
    {
        var (train, labels) = Blobs(seed: 2, rows: 100, classes: 3, spread: 2);
        var living = LivingTensors.Settled();
        var first = LinearProbe.Run(train, labels, train, labels, 3);
        Assert.Equal(living, Tensor.TotalCount);
        Assert.Equal(first, LinearProbe.Run(train, labels, train, labels, 3));
    }

    /// <summary>Gaussian blobs around fixed centres. [rows, 5]</summary>
    private static (Tensor Features, int[] Labels) Blobs(ulong seed, int rows, int classes, double spread)
    {
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => (i * 7) % classes)];
        var centres = new CounterRandom(99, "centres").Normal(CPU, classes, 5);
        var noise = new CounterRandom(seed, "noise").Normal(CPU, rows, 5);
        return (centres[tensor(labels.Select(l => (long)l).ToArray())] + (noise * spread), labels);
    }
}
