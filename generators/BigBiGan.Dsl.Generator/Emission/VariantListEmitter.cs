using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary><c>Variants.All</c>: what the command line and the grids choose from.</summary>
internal static class VariantListEmitter
{
    public static string Emit(IEnumerable<ListedVariant> variants, IEnumerable<ListedLayer> layers, string @namespace)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, "all specs", @namespace);
        code.Line();
        code.Line("/// <summary>Every variant of this assembly.</summary>");
        code.Open("public static class Variants");
        code.Line("/// <summary>In the order of their paths.</summary>");
        code.Line($"public static {ReadOnlyList}<{Library}.VariantEntry> All {{ get; }} =");
        code.Line("[");
        foreach (var variant in variants)
        {
            code.Line($"    new({variant.ClassName}.Description, {Literal.Of(variant.SpecFile)}, {variant.ClassName}.Create),");
        }

        code.Line("];");
        code.Line();
        code.Line(
            "/// <summary>Every layer of the user's own, once for each place where a variant or a cell has it, with what its file promises there.</summary>");
        code.Line($"public static {ReadOnlyList}<{Library}.Custom.CustomLayerUse> CustomLayers {{ get; }} =");
        code.Line("[");
        foreach (var layer in layers)
        {
            code.Line($"    {layer.Entry},");
        }

        code.Line("];");
        code.Close();
        return code.ToString();
    }
}

internal sealed record ListedVariant(string SpecFile, string ClassName);

/// <summary>A layer of the user's own at one kind of place.</summary>
internal sealed record ListedLayer(CustomLayerBlock Block, Precision Precision, long Parameters, long Buffers)
{
    public string Entry =>
        $"new({Literal.Of(Block.Layer.Name)}, channels: {Block.Place.Channels}, size: {Block.Place.Size}, "
        + $"argument: {(Block.Place.Argument is { } argument ? $"{argument}" : "null")}, "
        + $"outputChannels: {Block.Output.Channels}, outputSize: {Block.Output.Height}, "
        + $"parameters: {Parameters}, buffers: {Buffers}, {Library}.Precision.{Precision}, static () => {BlockConstruction.New(Block)})";

    public static IEnumerable<ListedLayer> Of(VariantPlan plan) => plan.Networks.SelectMany(network => network.Modules
        .Where(module => module.Block is CustomLayerBlock)
        .Select(module => new ListedLayer((CustomLayerBlock)module.Block, network.Precision, module.Parameters, module.Buffers)));
}
