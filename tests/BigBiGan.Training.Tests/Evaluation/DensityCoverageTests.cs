using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class DensityCoverageTests
{
    /// <summary>Beside the definition, written out over all pairs.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void They_are_what_the_plain_sums_give(int k)
    {
        var (real, samples) = (Rows(1, 40, 0), Rows(2, 30, 0.5f));
        var radii = real.Select(x => real.Select(other => Distance(x, other)).Order().ElementAt(k)).ToArray(); // the first is the point itself
        var density = samples.Sum(sample => real.Where((x, i) => Distance(x, sample) < radii[i]).Count()) / (double)(k * samples.Length);
        var coverage = real.Where((x, i) => samples.Any(sample => Distance(x, sample) < radii[i])).Count() / (double)real.Length;

        using var scope = NewDisposeScope();
        var found = DensityCoverage.Of(NeighbourBalls.Of(Stacked(real), Stacked(samples), k));
        Assert.Equal(density, found.Density, precision: 12);
        Assert.Equal(coverage, found.Coverage, precision: 12);
        Assert.InRange(found.Coverage, 0.01, 0.99);
    }

    /// <summary>golden/metrics.safetensors: what PyTorch gave.</summary>
    [Fact]
    public void They_agree_with_the_reference()
    {
        using var golden = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "metrics.safetensors"));
        var found = DensityCoverage.Of(NeighbourBalls.Of(golden.Tensors["in/real"], golden.Tensors["in/fake"], k: 5));
        Assert.Equal(1, found.Density / golden.Tensors["out/density"].item<float>(), 1e-6);
        Assert.Equal(1, found.Coverage / golden.Tensors["out/coverage"].item<float>(), 1e-6);
    }

    private static float[][] Rows(ulong seed, int count, float shift)
    {
        using var values = new CounterRandom(seed, "rows").Normal(CPU, count, 3);
        return [.. values.data<float>().ToArray().Select(value => value + shift).Chunk(3)];
    }

    private static Tensor Stacked(float[][] rows) => tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, 3]);

    private static double Distance(float[] a, float[] b) => a.Zip(b).Sum(pair => ((double)pair.First - pair.Second) * ((double)pair.First - pair.Second));
}
