using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>What the compiler planned is what the modules are.</summary>
public sealed class PlanTests
{
    [Theory]
    [MemberData(nameof(TestedVariants.Paths), MemberType = typeof(TestedVariants))]
    public void Every_layer_has_the_planned_parameters_under_the_planned_name(string path)
    {
        var entry = TestedVariants.Find(path);
        using var model = entry.Create(CPU, 0);

        var found = model.Networks
            .SelectMany(named => named.Network.named_parameters().Select(p => (Name: $"{named.Role}.{Layer(p.name)}", Count: p.parameter.numel())))
            .GroupBy(p => p.Name).ToDictionary(group => group.Key, group => group.Sum(p => p.Count));

        var planned = PlannedSpecs.Parameters(PlannedSpecs.Of(entry).Plan!);
        Assert.Equal(planned.OrderBy(p => p.Key, StringComparer.Ordinal), found.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TestedVariants.Paths), MemberType = typeof(TestedVariants))]
    public void A_checkpoint_has_the_planned_size(string path)
    {
        var entry = TestedVariants.Find(path);
        using var model = entry.Create(CPU, 0);
        using var state = new TrainingState(model);
        var steps = 4L * model.Networks.Count; // each Adam counts its own
        Assert.Equal(PlannedSpecs.Of(entry).Plan!.CheckpointBytes, state.Tensors().Values.Sum(tensor => tensor.numel() * tensor.element_size()) - steps);
    }

    [Theory]
    [MemberData(nameof(TestedVariants.Paths), MemberType = typeof(TestedVariants))]
    public void Forward_gives_the_planned_shapes(string path)
    {
        var entry = TestedVariants.Find(path);
        var plan = PlannedSpecs.Of(entry).Plan!;
        using var scope = NewDisposeScope();
        using var model = entry.Create(CPU, 0);
        var z = model.SamplePrior(3, new Dsl.Randomness.CounterRandom(0, "test"), CPU);

        var image = model.Generate(z, model.SampleLabels(3, new Dsl.Randomness.CounterRandom(1, "test"), CPU));

        Assert.Equal([3, plan.Generator.Output.Channels, plan.Generator.Output.Height, plan.Generator.Output.Width], image.shape);
        var x = zeros(3, entry.Facts.Colours, entry.Facts.DataSize, entry.Facts.DataSize);
        Assert.Equal([3, entry.Facts.FeatureSize], model.Features(x).shape);
        Assert.Equal(entry.Facts.Encoder is not null, model is IInference);
        if (model is IInference inference)
        {
            Assert.Equal([3, entry.Facts.LatentSize], inference.Infer(x).shape);
        }
    }

    /// <summary>A layer's parameters have their own names below it; attention's gain is planned by its own name, because it belongs to no layer below.</summary>
    /// <summary>What the plan has as one layer; a custom one (<c>squeezeExciteLayer1</c>) as a whole, whatever it is made of.</summary>
    private static string Layer(string parameter)
    {
        var parts = parameter.Split('.');
        var custom = Array.FindIndex(parts, part => part.Contains("Layer", StringComparison.Ordinal));
        return parameter.EndsWith("attention.gamma", StringComparison.Ordinal) ? parameter : string.Join('.', parts.Take(custom >= 0 ? custom + 1 : parts.Length - 1));
    }
}
