using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Blocks;

public sealed class ReversibleStageTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Gradients_and_statistics_are_those_of_the_stored_form(int depth)
    {
        using var scope = NewDisposeScope();
        var (reversible, stored) = (Units(depth, 8), Units(depth, 8));
        var x = new CounterRandom(1, "x").Normal(CPU, 3, 8, 6, 6).to(float64);
        var weight = new CounterRandom(1, "weight").Normal(CPU, 3, 8, 6, 6).to(float64);

        var ofReversible = Gradients(reversible, x, weight, h => ReversibleStage.Forward(h, reversible));
        var ofStored = Gradients(stored, x, weight, h => stored.Aggregate(h, (y, unit) => unit.Forward(y)));

        Assert.Equal(ofStored.Keys, ofReversible.Keys);
        Assert.All(ofStored, pair => Assert.True((pair.Value - ofReversible[pair.Key]).abs().max().item<double>() < 1e-12 * (1 + pair.Value.abs().max().item<double>()), pair.Key));
    }

    [Fact]
    public void Frozen_units_let_the_gradient_through_to_x_and_keep_none()
    {
        using var scope = NewDisposeScope();
        var units = Units(2, 8);
        foreach (var parameter in units.SelectMany(unit => unit.parameters()))
        {
            parameter.requires_grad = false;
        }

        var x = new CounterRandom(1, "x").Normal(CPU, 3, 8, 6, 6).to(float64).requires_grad_();
        ReversibleStage.Forward(x, units).sum().backward();

        Assert.NotNull(x.grad);
        Assert.All(units.SelectMany(unit => unit.parameters()), parameter => Assert.Null(parameter.grad));
    }

    /// <summary>So the trainer asks for one player's gradient of a graph that several share.</summary>
    [Fact]
    public void Only_the_parameters_that_are_asked_for_get_a_gradient()
    {
        using var scope = NewDisposeScope();
        var units = Units(2, 8);
        var x = new CounterRandom(1, "x").Normal(CPU, 3, 8, 6, 6).to(float64);
        var loss = ReversibleStage.Forward(x, units).square().sum();

        autograd.backward([loss], retain_graph: true, inputs: [.. units[1].parameters()]);

        Assert.All(units[0].parameters(), parameter => Assert.Null(parameter.grad));
        Assert.All(units[1].parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Without_gradient_it_is_the_units_one_after_another()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var units = Units(3, 8);
        foreach (var unit in units)
        {
            unit.eval();
        }

        var x = new CounterRandom(1, "x").Normal(CPU, 3, 8, 6, 6).to(float64);
        Assert.Equal(
            units.Aggregate(x, (h, unit) => unit.Forward(h)).contiguous().data<double>().ToArray(),
            ReversibleStage.Forward(x, units).contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        var units = Units(3, 8);
        using var x = new CounterRandom(1, "x").Normal(CPU, 3, 8, 6, 6).to(float64);
        Step();
        var before = LivingTensors.Settled();
        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        Assert.Equal(before, LivingTensors.Settled());

        void Step()
        {
            using var scope = NewDisposeScope();
            ReversibleStage.Forward(x, units).square().sum().backward();
            foreach (var parameter in units.SelectMany(unit => unit.parameters()))
            {
                parameter.grad = null;
            }
        }
    }

    /// <summary>Batch 16, 64 channels, 32x32: 4 MB for an image batch, several of which a stored unit keeps.</summary>
    [Fact]
    public void Memory_grows_by_at_most_a_megabyte_a_unit()
    {
        // The process never gives memory back, so that each peak counts what the ones before it did not need; the first are for warmth.
        var reversible = Array.ConvertAll([4, 4, 4, 4, 4, 16, 64], depth => Peak(depth, (x, units) => ReversibleStage.Forward(x, units)))[4..];
        var stored = Peak(64, Stored);

        var found = $"peaks of 4, 16 and 64 reversible units and of 64 stored ones in MB: {string.Join(", ", reversible.Append(stored).Select(peak => peak / Megabyte))}";
        Assert.True(reversible[1] - reversible[0] <= 12 * Megabyte && reversible[2] - reversible[1] <= 48 * Megabyte, found);
        Assert.True(stored - reversible[2] > 300 * Megabyte, found);
    }

    /// <summary>The most that the process ever held, after one step.</summary>
    private static long Peak(int depth, Func<Tensor, ReversibleUnit[], Tensor> forward)
    {
        var units = Units(depth, 64, float32);
        using (var x = new CounterRandom(1, "x").Normal(CPU, 16, 64, 32, 32))
        using (NewDisposeScope())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            using var h = ChannelsLast.From(x);
            forward(h, units).square().mean().backward();
        }

        foreach (var unit in units)
        {
            unit.Dispose();
        }

        return Status("VmHWM:");
    }

    private static Tensor Stored(Tensor x, ReversibleUnit[] units)
    {
        var h = x.alias();
        foreach (var unit in units)
        {
            var next = unit.Forward(h);
            h.Dispose();
            h = next;
        }

        return h;
    }

    /// <summary>In bytes.</summary>
    private static long Status(string name) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static ReversibleUnit[] Units(int depth, int channels, ScalarType type = ScalarType.Float64) => [.. Enumerable.Range(0, depth).Select(i =>
    {
        var unit = new ReversibleUnit(channels, channels / 8);
        Initialize.He(unit, 1, $"unit{i}");
        unit.to(type);
        return unit;
    })];

    /// <summary>Gradients of x and of all parameters, and the running statistics after the step.</summary>
    private static SortedDictionary<string, Tensor> Gradients(ReversibleUnit[] units, Tensor x, Tensor weight, Func<Tensor, Tensor> forward)
    {
        var input = x.clone().requires_grad_();
        (forward(input) * weight).sum().backward();
        var found = new SortedDictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = input.grad! };
        for (var i = 0; i < units.Length; i++)
        {
            foreach (var (name, parameter) in units[i].named_parameters())
            {
                found[$"{i}.{name}"] = parameter.grad!;
            }

            foreach (var (name, buffer) in units[i].named_buffers())
            {
                found[$"{i}.{name}"] = buffer;
            }
        }

        return found;
    }
}
