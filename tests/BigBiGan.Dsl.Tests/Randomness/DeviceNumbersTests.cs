using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Randomness;

/// <summary>What a GPU would calculate, by the same operations on the CPU: nothing of it was run on a GPU.</summary>
public class DeviceNumbersTests
{
    private const int Count = 1 << 18;

    /// <summary>The second key and step have high halves, and the last ones begin within a block and end within one.</summary>
    public static TheoryData<ulong, long, long, int> Draws => new()
    {
        { 2019, 7, 0, Count },
        { ulong.MaxValue, (5L << 33) + 3, 0, 1000 },
        { 1, 0, 1, 1 },
        { 1, 0, 2, 17 },
        { 1, 0, (1L << 35) + 3, 4096 },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Normals_are_those_of_the_CPU_to_the_last_bit(ulong seed, long step, long first, int count)
    {
        var random = new CounterRandom(seed, "prior", step).From(first);
        using var made = Of(random, first, count).Normal();
        using var expected = random.Normal(CPU, count);
        Assert.Equal(Bits(expected), Bits(made));
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Uniform_numbers_are_those_of_the_CPU_to_the_last_bit(ulong seed, long step, long first, int count)
    {
        var random = new CounterRandom(seed, "prior", step).From(first);
        using var made = Of(random, first, count).Uniform(-1, 0.7);
        using var expected = random.Uniform(CPU, -1, 0.7, count);
        Assert.Equal(Bits(expected), Bits(made));
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Whole_numbers_are_those_of_the_CPU(ulong seed, long step, long first, int count)
    {
        var random = new CounterRandom(seed, "labels", step).From(first);
        using var made = Of(random, first, count).Integers(int.MaxValue);
        using var expected = random.Integers(CPU, int.MaxValue, count);
        Assert.Equal(expected.data<long>().ToArray(), made.data<long>().ToArray());
    }

    [Fact]
    public void Every_quadrant_and_both_ends_of_the_logarithm_come_up()
    {
        var random = new CounterRandom(3, "prior");
        var words = Enumerable.Range(0, Count).Select(i => random.At(i)).ToList();
        Assert.Equal(4, words.Where((_, i) => i % 2 == 1).Select(angle => angle >> 30).Distinct().Count());
        Assert.InRange(words.Where((_, i) => i % 2 == 0).Min(), 0u, 200_000u);
        Assert.InRange(words.Where((_, i) => i % 2 == 0).Max(), uint.MaxValue - 200_000, uint.MaxValue);
        using var made = Of(random, 0, Count).Normal();
        using var expected = random.Normal(CPU, Count);
        Assert.Equal(Bits(expected), Bits(made));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        var before = LivingTensors.Settled();
        Of(new CounterRandom(1, "prior"), 0, 64).Normal().Dispose();
        Of(new CounterRandom(1, "prior"), 0, 64).Integers(10).Dispose();
        Assert.Equal(before, LivingTensors.Settled());
    }

    [Fact]
    public void The_CPU_makes_its_numbers_by_itself_and_a_GPU_only_many()
    {
        Assert.False(DeviceNumbers.AreWorthIt(DeviceType.CPU, 1 << 30));
        Assert.False(DeviceNumbers.AreWorthIt(DeviceType.CUDA, 1000));
        Assert.True(DeviceNumbers.AreWorthIt(DeviceType.CUDA, 2048 * 120));
    }

    private static DeviceNumbers Of(CounterRandom random, long first, int count) => new(random.State.Key, random.State.Step, first, count, CPU);

    private static int[] Bits(Tensor values) => [.. values.data<float>().Select(BitConverter.SingleToInt32Bits)];
}
