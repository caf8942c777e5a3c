using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Randomness;

public class CounterRandomTests
{
    private const int Count = 1 << 20;

    // Computed apart from this code, in Python, for seed 2019, purpose "prior", step 7.
    private static readonly uint[] PinnedWords = [0xa7fa2d85, 0x82af7f03, 0xe87decae, 0xb58493e6, 0x70540598];
    private static readonly uint[] PinnedNormals = [0xbf6a7e79, 0xbd77a854, 0xbde4b725, 0xbed953c1, 0xbf4cff12];
    private static readonly int[] PinnedOrder = [1, 3, 0, 5, 2, 7, 6, 4];

    [Fact]
    public void Normal_has_the_moments_of_the_standard_normal()
    {
        var values = Draw("prior");
        double Moment(int k) => values.Average(v => Math.Pow(v, k));
        Assert.InRange(Moment(1), -0.005, 0.005); // 5 standard errors
        Assert.InRange(Moment(2), 0.993, 1.007);
        Assert.InRange(Moment(3), -0.02, 0.02);
        Assert.InRange(Moment(4), 2.95, 3.05);
        Assert.InRange(values.Average(v => Math.Abs(v) > 1.959964 ? 1 : 0), 0.0489, 0.0511);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Neighbours_are_uncorrelated(int lag)
    {
        var values = Draw("prior");
        var sum = 0.0;
        for (var i = 0; i + lag + 1 < Count; i++)
        {
            sum += values[i] * values[i + lag + 1];
        }

        Assert.InRange(sum / Count, -0.005, 0.005);
    }

    [Theory]
    [InlineData(1UL, "noise", 0)]
    [InlineData(2UL, "prior", 0)]
    [InlineData(1UL, "prior", 1)]
    public void Another_seed_purpose_or_step_is_uncorrelated(ulong seed, string purpose, long step)
    {
        var (a, b) = (Draw("prior"), Draw(purpose, seed, step));
        Assert.InRange(a.Zip(b, (x, y) => x * y).Sum() / Count, -0.005, 0.005);
    }

    [Fact]
    public void Normal_is_Box_Muller_of_the_words()
    {
        var random = new CounterRandom(3, "prior", 5);
        var values = new float[4097];
        random.Normal(values);
        for (var i = 0; i + 1 < values.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log((random.At(i) + 0.5) / 4294967296.0));
            var angle = 2 * Math.PI * random.At(i + 1) / 4294967296.0;
            Assert.Equal(radius * Math.Cos(angle), values[i], 1e-6);
            Assert.Equal(radius * Math.Sin(angle), values[i + 1], 1e-6);
        }
    }

    /// <summary>A change would silently change every run's data order and noise.</summary>
    [Fact]
    public void The_numbers_of_a_key_never_change()
    {
        var random = new CounterRandom(2019, "prior", 7);
        var values = new float[5];
        random.Normal(values);
        Assert.Equal(PinnedWords, Enumerable.Range(0, 5).Select(i => random.At(i)));
        Assert.Equal(PinnedNormals, values.Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(PinnedOrder, random.Permutation(8));
    }

    [Fact]
    public void A_tensor_has_the_numbers_of_the_span_whatever_its_shape()
    {
        var random = new CounterRandom(1, "noise");
        var span = new float[10];
        random.Normal(span);
        using var tensor = random.Normal(CPU, 2, 5);
        Assert.Equal([2, 5], tensor.shape);
        Assert.Equal(span, tensor.data<float>().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(120 * 7)]
    public void The_numbers_from_an_index_on_are_a_part_of_the_whole(int index)
    {
        var whole = new CounterRandom(1, "prior", 3);
        using var numbers = whole.Normal(CPU, 1000);
        using var labels = whole.Integers(CPU, 50, 1000);
        foreach (var count in new[] { 1, 2, 3, 4, 5, 100 })
        {
            using var normal = whole.From(index).Normal(CPU, count);
            using var classes = whole.From(index / 2).From(index - (index / 2)).Integers(CPU, 50, count);
            Assert.Equal(numbers.data<float>().Skip(index).Take(count), normal.data<float>());
            Assert.Equal(labels.data<long>().Skip(index).Take(count), classes.data<long>());
        }
    }

    [Fact]
    public void Uniform_fills_its_range_and_nothing_else()
    {
        using var tensor = new CounterRandom(1, "uniform").Uniform(CPU, -1, 1, Count);
        var values = tensor.data<float>().ToArray();
        Assert.InRange(values.Min(), -1, -0.9999);
        Assert.InRange(values.Max(), 0.9999, 0.99999994);
        Assert.InRange(values.Average(), -0.003, 0.003);
        Assert.InRange(values.Average(v => v * v), 0.331, 0.3357);
    }

    [Fact]
    public void Permutation_has_every_index_once() =>
        Assert.Equal(Enumerable.Range(0, 1000), new CounterRandom(1, "order").Permutation(1000).Order());

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        const int draws = 24_000;
        var counts = Enumerable.Range(0, draws)
            .GroupBy(step => string.Join("", new CounterRandom(1, "order", step).Permutation(4)))
            .Select(g => g.Count())
            .ToArray();
        Assert.Equal(24, counts.Length);
        Assert.InRange(counts.Sum(c => Math.Pow(c - 1000, 2) / 1000), 5, 55); // chi squared, 23 degrees of freedom
    }

    private static float[] Draw(string purpose, ulong seed = 1, long step = 0)
    {
        var values = new float[Count];
        new CounterRandom(seed, purpose, step).Normal(values);
        return values;
    }
}
