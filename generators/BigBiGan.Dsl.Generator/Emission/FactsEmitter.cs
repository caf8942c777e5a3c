using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Model;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>What the runtime needs to know of a variant beyond its networks, as C#.</summary>
internal static class FactsEmitter
{
    /// <summary>The property <c>Description</c> of a variant's class: a fact per line, with its name.</summary>
    public static void Emit(CodeWriter code, VariantSource source)
    {
        code.Line($"public static {Library}.VariantFacts Description {{ get; }} = new(");
        foreach (var (name, value) in Model(source))
        {
            code.Line($"    {name}: {value},");
        }

        code.Line($"    Training: new {Library}.TrainingFacts(");
        var training = Training(source.Variant.Training);
        foreach (var (name, value) in training.Take(training.Length - 1))
        {
            code.Line($"        {name}: {value},");
        }

        var (last, crop) = training[training.Length - 1];
        code.Line($"        {last}: {crop}){Unusual(source.Variant.Training)},");
        code.Line($"    SpecHash: {Literal.Of(source.SpecHash)}){Unusual(source)};");
    }

    /// <summary>The same as one expression: a row of a table.</summary>
    public static string Row(VariantSource source) =>
        $"new({Values(Model(source))}, new({Values(Training(source.Variant.Training))}){Unusual(source.Variant.Training)}, "
        + $"{Literal.Of(source.SpecHash)}){Unusual(source)}";

    /// <summary>What hardly any variant has.</summary>
    private static string Unusual(VariantSource source) => source.Variant.Image.Antialias ? "" : " { Antialias = false }";

    /// <inheritdoc cref="Unusual(VariantSource)"/>
    private static string Unusual(TrainingSpec training)
    {
        string[] facts =
        [
            training.EvaluateEvery == 0 ? "" : $"EvaluateEvery = {training.EvaluateEvery}",
            training.MicroBatches == 1 ? "" : $"MicroBatches = {training.MicroBatches}",
            training.NormStatistics == NormStatistics.Batch ? "" : $"NormStatistics = {Library}.NormStatistics.{training.NormStatistics}",
        ];
        var unusual = string.Join(", ", facts.Where(fact => fact.Length > 0));
        return unusual.Length == 0 ? "" : $" {{ {unusual} }}";
    }

    private static string Values(IEnumerable<(string Name, string Value)> facts) => string.Join(", ", facts.Select(fact => fact.Value));

    private static (string Name, string Value)[] Model(VariantSource source)
    {
        var variant = source.Variant;
        return
        [
            ("Path", Literal.Of(variant.Path)),
            ("Name", Literal.Of(variant.Name)),
            ("Summary", Literal.Of(variant.Summary)),
            ("LatentSize", $"{variant.Latent.Size}"),
            ("ImageSize", $"{variant.Image.Size}"),
            ("Colours", $"{variant.Image.Colours}"),
            ("Labels", variant.Labels is { } labels ? $"new {Library}.LabelFacts({labels.Classes}, {Library}.LabelSource.{labels.Source})" : "null"),
            ("Encoder", variant.Encoder is { } encoder
                ? $"new {Library}.EncoderFacts(ImageSize: {encoder.Image}, NeedsNoise: {Literal.Of(encoder.Posterior.NeedsNoise)})"
                : "null"),
            ("FeatureSize", $"{source.Plan.FeatureSize}"),
        ];
    }

    private static (string Name, string Value)[] Training(TrainingSpec training) =>
    [
        ("Batch", $"{training.Batch}"),
        ("Steps", $"{training.Steps}"),
        ("GeneratorRate", Literal.Of(training.GeneratorRate)),
        ("DiscriminatorRate", Literal.Of(training.DiscriminatorRate)),
        ("EncoderRate", Literal.Of(training.EncoderRate)),
        ("Beta1", Literal.Of(training.Beta1)),
        ("Beta2", Literal.Of(training.Beta2)),
        ("Epsilon", Literal.Of(training.Epsilon)),
        ("Ema", Literal.Of(training.Ema.Decay)),
        ("EmaStart", $"{training.Ema.Start}"),
        ("Precision", $"{Library}.Precision.{training.Precision}"),
        ("Flip", Literal.Of(training.Augmentation.Flip)),
        ("Shift", $"{training.Augmentation.Shift}"),
        ("Crop", training.Augmentation.Crop is { } crop
            ? $"new {Library}.CropFacts({Literal.Of(crop.Area.From)}, {Literal.Of(crop.Area.To)}, {Literal.Of(crop.Aspect.From)}, {Literal.Of(crop.Aspect.To)})"
            : "null"),
    ];
}
