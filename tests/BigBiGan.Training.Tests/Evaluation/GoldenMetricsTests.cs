using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>golden/metrics.safetensors: features of 600 real and 600 fake images and the metrics that PyTorch gave.</summary>
public sealed class GoldenMetricsTests : IDisposable
{
    private readonly SafeTensorFile _golden = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "metrics.safetensors"));

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void Frechet_distance_agrees() => Agrees("fid", FrechetDistance.Between(In("real"), In("fake")), 1e-4);

    [Fact]
    public void Inception_score_agrees()
    {
        var score = InceptionScore.Of(In("probabilities"), splits: 10);
        Agrees("inception_score_mean", score.Mean, 1e-5);
        Agrees("inception_score_std", score.Deviation, 1e-4);
    }

    [Fact]
    public void Kernel_distance_agrees() => Agrees("kid_unbiased_full", KernelDistance.Between(In("real"), In("fake")), 1e-5);

    [Fact]
    public void Precision_and_recall_agree()
    {
        var result = PrecisionRecall.Of(NeighbourBalls.Of(In("real"), In("fake"), k: 5));
        Agrees("precision", result.Precision, 1e-6);
        Agrees("recall", result.Recall, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void Nearest_neighbours_agree(int k) =>
        Agrees($"knn{k}", NearestNeighbours.Accuracy(In("train_features"), Labels("train_labels"), In("test_features"), Labels("test_labels"), k), 1e-6);

    [Fact]
    public void BN_CReLU_agrees()
    {
        using var both = BatchNormCRelu.Of(In("avepool"));
        using var rows = both.Apply(In("avepool"));
        using var result = rows.Read(0, rows.Count);
        Assert.True(allclose(_golden.Tensors["out/bn_crelu"], result, rtol: 1e-4, atol: 1e-5));
    }

    private Tensor In(string name) => _golden.Tensors[$"in/{name}"];

    private int[] Labels(string name) => [.. In(name).data<float>().ToArray().Select(v => (int)v)];

    private void Agrees(string name, double found, double relative)
    {
        double expected = _golden.Tensors[$"out/{name}"].item<float>();
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"{name}: expected {expected:R}, found {found:R}");
    }
}
