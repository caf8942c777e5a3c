using System.Diagnostics;
using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>What it costs to calculate a stage's units again instead of storing them: 64 channels at 32x32, batch 16.</summary>
internal static class ReversibleSpeed
{
    private const int Channels = 64;

    /// <summary>Median seconds of one forward and backward of either form, taken in alternation.</summary>
    public static (double Reversible, double Stored) Of(int depth, int rounds)
    {
        using var scope = NewDisposeScope();
        ReversibleUnit[] units = [.. Enumerable.Range(0, depth).Select(i =>
        {
            var unit = new ReversibleUnit(Channels, Channels / 8);
            Initialize.He(unit, 1, $"unit{i}");
            return unit;
        })];
        var x = ChannelsLast.From(new CounterRandom(1, "x").Normal(CPU, 16, Channels, 32, 32));
        var (reversible, stored) = (new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++) // the first is for warmth
        {
            Add(reversible, round, Time(() => ReversibleStage.Forward(x, units), units));
            Add(stored, round, Time(() => units.Aggregate(x, (h, unit) => unit.Forward(h)), units));
        }

        return (Statistics.Median(reversible), Statistics.Median(stored));
    }

    private static double Time(Func<Tensor> forward, ReversibleUnit[] units)
    {
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        forward().square().mean().backward();
        var seconds = clock.Elapsed.TotalSeconds;
        foreach (var parameter in units.SelectMany(unit => unit.parameters()))
        {
            parameter.grad = null;
        }

        return seconds;
    }

    private static void Add(List<double> times, int round, double seconds)
    {
        if (round >= 0)
        {
            times.Add(seconds);
        }
    }
}
