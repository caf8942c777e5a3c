using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Experiments.Tests;

/// <summary>A cell whose classes are shared with others (specs/widths.yaml) is the cell that has them for itself (specs/one-width.yaml).</summary>
public sealed class SharedCellTests
{
    private static readonly GridCell Alone = Grids.OneWidth.Cells.Single();

    private static readonly GridCell Shared = Grids.Widths.Cells.Single(cell => cell.Identity == Alone.Identity);

    [Fact]
    public void All_cells_of_the_grid_are_one_class()
    {
        Assert.Equal(32, Grids.Widths.Cells.Select(cell => cell.Identity).Distinct().Count());
        var types = Grids.Widths.Cells.Select(cell =>
        {
            using var model = cell.Variant.Create(CPU, 0);
            return model.GetType();
        });
        Assert.Single(types.Distinct());
        Assert.Single(typeof(Grids).Assembly.GetTypes(), type => type.Namespace?.EndsWith("Cells.Widths", StringComparison.Ordinal) == true && type.Name.EndsWith("Generator", StringComparison.Ordinal));
    }

    [Fact]
    public void The_facts_are_those_of_the_cell()
    {
        using var model = Shared.Variant.Create(CPU, 0);
        Assert.Equal(Shared.Variant.Facts, model.Facts);
        Assert.Equal("specs/widths/TinyChannels5Width9Channels4DiscriminatorSteps2WeightsZ0_25", model.Facts.Path);
        Assert.Equal(Alone.Variant.Facts with { Path = model.Facts.Path, Name = model.Facts.Name }, model.Facts);
    }

    [Fact]
    public void It_has_the_same_parameters_losses_and_gradients_to_the_bit()
    {
        using var scope = NewDisposeScope();
        using var shared = Shared.Variant.Create(CPU, 7);
        using var alone = Alone.Variant.Create(CPU, 7);
        Assert.NotEqual(alone.GetType(), shared.GetType());
        Assert.Equal(alone.Updates.Select(update => (update.Trains, update.Times)), shared.Updates.Select(update => (update.Trains, update.Times)));
        Assert.Equal([2, 1], shared.Updates.Select(update => update.Times));

        Assert.Equal(Numbers(alone), Numbers(shared));
        var input = new StepInput(
            new CounterRandom(1, "x", 0).Uniform(CPU, -1, 1, 4, 1, 32, 32), alone.SamplePrior(4, new CounterRandom(1, "z", 0), CPU), new CounterRandom(1, "noise", 0).Normal(CPU, 4, 8));
        foreach (var (one, other) in alone.Updates.Zip(shared.Updates))
        {
            Assert.Equal(Loss(one, input), Loss(other, input));
        }

        Assert.Equal(Numbers(alone, gradients: true), Numbers(shared, gradients: true));
    }

    private static float Loss(UpdatePhase update, StepInput input)
    {
        var loss = update.Losses(input).Losses.Single().Loss;
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>By the names of the parameters.</summary>
    private static Dictionary<string, float[]> Numbers(VariantModel model, bool gradients = false) => model.Networks
        .SelectMany(named => named.Network.named_parameters().Select(one => (Name: $"{named.Role}.{one.name}", Tensor: gradients ? one.parameter.grad! : one.parameter)))
        .ToDictionary(one => one.Name, one => one.Tensor.detach().contiguous().data<float>().ToArray());
}
