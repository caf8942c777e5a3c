using BigBiGan.Dsl.Spec;
using static BigBiGan.Dsl.Generator.Emission.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>One spec's file: the networks that it owns and the variant's class.</summary>
internal static class VariantEmitter
{
    public static string Emit(VariantSource source)
    {
        var (variant, plan, names) = (source.Variant, source.Plan, source.Names);
        var tensors = source.Tensors;
        var code = new CodeWriter();
        SourceFile.Begin(code, source.SpecFile, source.Class.Namespace);
        EmitClass(code, source, tensors);
        if (names.Owned.HasFlag(OwnedNetworks.Generator))
        {
            GeneratorEmitter.Emit(code, Simple(names.Generator), plan.Generator, tensors);
        }

        if (plan.Encoder is { } encoder && names.Owned.HasFlag(OwnedNetworks.Encoder))
        {
            EncoderEmitter.Emit(code, Simple(names.Encoder!), encoder, variant.Encoder!.Posterior, tensors);
        }

        if (plan.Scores is { } scores && names.Owned.HasFlag(OwnedNetworks.Discriminator))
        {
            DiscriminatorEmitter.Emit(code, Simple(names.Discriminator!), plan, scores, names, tensors);
        }

        if (plan.F is { } f && names.Owned.HasFlag(OwnedNetworks.F))
        {
            TrunkEmitter.Emit(code, Simple(names.F!), f);
        }

        if (plan.H is { } h && names.Owned.HasFlag(OwnedNetworks.H))
        {
            MlpEmitter.Emit(code, Simple(names.H!), h);
        }

        if (plan.J is { } j && names.Owned.HasFlag(OwnedNetworks.J))
        {
            MlpEmitter.Emit(code, Simple(names.J!), j);
        }

        return code.ToString();
    }

    private static void EmitClass(CodeWriter code, VariantSource source, TensorNames tensors)
    {
        var (variant, names) = (source.Variant, source.Names);
        var hasEncoder = variant.Encoder is not null;

        code.Line();
        code.Line($"/// <summary>{Literal.Doc(variant.Summary.Length > 0 ? variant.Summary : variant.Path)}</summary>");
        code.Open($"{source.Class.Accessibility} sealed partial class {source.Class.Name} : {Library}.VariantModel{(hasEncoder ? $", {Library}.IInference" : "")}");
        EmitConstruction(code, source);
        EmitFacts(code, source);

        Member(code, "G.", names.Generator, "Generator");
        if (hasEncoder)
        {
            Member(code, "E.", names.Encoder!, "Encoder");
        }

        if (names.Discriminator is { } discriminator)
        {
            Member(code, "D.", discriminator, "Discriminator");
        }

        code.Line();
        code.Line(variant.Latent.Prior == PriorKind.Normal ? "/// <summary>N(0, 1).</summary>" : "/// <summary>U(-1, 1).</summary>");
        code.Line($"public {Typed}.{variant.Latent.Prior}Prior<{tensors.Latent}> Prior {{ get; }} = new();");
        code.Line();
        code.Line($"public override {Library}.VariantFacts Facts => Description;");
        code.Line();
        code.Line($"public override {ReadOnlyList}<{Library}.NamedNetwork> Networks {{ get; }}");
        code.Line();
        code.Line($"public override {Tensor} SamplePrior(int count, {CounterRandom} random, {Device} device) => Prior.Sample(count, random, device).Tensor;");
        code.Line();
        EmitGenerate(code, tensors, variant.Labels?.Classes);
        code.Line();
        code.Line(hasEncoder
            ? $"public override {Tensor} Features({Tensor} x) => Encoder.Features({tensors.EncoderImage}.From(x));"
            : $"public override {Tensor} Features({Tensor} x) => Discriminator.F.Forward({tensors.Image}.From(x).Tensor);");
        if (hasEncoder)
        {
            EmitInference(code, variant, tensors.EncoderImage);
        }

        StepEmitter.Emit(code, source);
        code.Close();
    }

    private static void EmitConstruction(CodeWriter code, VariantSource source)
    {
        var (name, variant) = (source.Class.Name, source.Variant);
        var networks = new List<string>();
        code.Open($"private {name}({Device} device, ulong seed)");
        Network("Generator", "G", source.Names.Generator, variant.Generator.Mlp is null ? "Orthogonal" : "Fixed");
        Network("Encoder", "E", source.Names.Encoder, variant.Encoder?.Mlp is null ? "He" : "Fixed");
        Network("Discriminator", "D", source.Names.Discriminator, variant.Discriminator?.Mlp is null ? "Orthogonal" : "Fixed");
        code.Line($"Networks = [{string.Join(", ", networks)}];");
        code.Line("MoveTo(device);");
        code.Close();
        code.Line();
        code.Line("/// <summary>Makes the networks on a device, initialised from a seed.</summary>");
        code.Line($"public static {name} Create({Device}? device = null, ulong seed = 0) => new(device ?? {Torch}.CPU, seed);");

        // Orthogonal in convolutional G and D (BigGAN), He in convolutional E; one fixed width in networks over whole vectors (BiGAN).
        void Network(string member, string role, string? type, string rule)
        {
            if (type is not null)
            {
                code.Line($"{member} = new {type}();");
                code.Line($"{Initialisation}.Initialise.{rule}({member}, seed, \"{role}\");");
                networks.Add($"new(\"{role}\", {member})");
            }
        }
    }

    /// <param name="classes">Null where G takes no labels.</param>
    private static void EmitGenerate(CodeWriter code, TensorNames tensors, int? classes)
    {
        if (classes is null)
        {
            code.Line($"public override {Tensor} Generate({Tensor} z, {Tensor}? labels = null) => Generator.Forward({tensors.Latent}.From(z)).Tensor;");
            return;
        }

        code.Line($"public override {Tensor} SampleLabels(int count, {CounterRandom} random, {Device} device) => random.Integers(device, {classes}, count);");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentNullException\">There are no labels.</exception>");
        code.Open($"public override {Tensor} Generate({Tensor} z, {Tensor}? labels = null)");
        code.Line("global::System.ArgumentNullException.ThrowIfNull(labels);");
        code.Line($"return Generator.Forward({tensors.Latent}.From(z), {tensors.Labels}.From(labels)).Tensor;");
        code.Close();
    }

    private static void EmitFacts(CodeWriter code, VariantSource source)
    {
        var (variant, training) = (source.Variant, source.Variant.Training);
        code.Line();
        code.Line("/// <summary>What the spec says beyond the networks.</summary>");
        code.Line($"public static {Library}.VariantFacts Description {{ get; }} = new(");
        code.Line($"    Path: {Literal.Of(variant.Path)},");
        code.Line($"    Name: {Literal.Of(variant.Name)},");
        code.Line($"    Summary: {Literal.Of(variant.Summary)},");
        code.Line($"    LatentSize: {variant.Latent.Size},");
        code.Line($"    ImageSize: {variant.Image.Size},");
        code.Line($"    Colours: {variant.Image.Colours},");
        code.Line(variant.Labels is { } labels ? $"    Labels: new {Library}.LabelFacts({labels.Classes}, {Library}.LabelSource.{labels.Source})," : "    Labels: null,");
        code.Line(variant.Encoder is { } encoder
            ? $"    Encoder: new {Library}.EncoderFacts(ImageSize: {encoder.Image}, NeedsNoise: {Literal.Of(encoder.Posterior == PosteriorKind.Gaussian)}),"
            : "    Encoder: null,");
        code.Line($"    FeatureSize: {source.Plan.FeatureSize},");
        code.Line($"    Training: new {Library}.TrainingFacts(");
        code.Line($"        Batch: {training.Batch},");
        code.Line($"        Steps: {training.Steps},");
        code.Line($"        GeneratorRate: {Literal.Of(training.GeneratorRate)},");
        code.Line($"        DiscriminatorRate: {Literal.Of(training.DiscriminatorRate)},");
        code.Line($"        EncoderRate: {Literal.Of(training.EncoderRate)},");
        code.Line($"        Beta1: {Literal.Of(training.Beta1)},");
        code.Line($"        Beta2: {Literal.Of(training.Beta2)},");
        code.Line($"        Epsilon: {Literal.Of(training.Epsilon)},");
        code.Line($"        Ema: {Literal.Of(training.Ema)},");
        code.Line($"        Precision: {Library}.Precision.{training.Precision},");
        code.Line($"        Flip: {Literal.Of(training.Augmentation.Flip)},");
        code.Line($"        Shift: {training.Augmentation.Shift},");
        code.Line(training.Augmentation.Crop is { } crop
            ? $"        Crop: new {Library}.CropFacts({Literal.Of(crop.Area.From)}, {Literal.Of(crop.Area.To)}, {Literal.Of(crop.Aspect.From)}, {Literal.Of(crop.Aspect.To)})),"
            : "        Crop: null),");
        code.Line($"    SpecHash: {Literal.Of(source.SpecHash)});");
    }

    private static void EmitInference(CodeWriter code, Variant variant, string encoderImage)
    {
        code.Line();
        if (variant.Encoder!.Posterior != PosteriorKind.Gaussian)
        {
            code.Line($"public {Tensor} Infer({Tensor} x) => Encoder.Forward({encoderImage}.From(x)).Tensor;");
            return;
        }

        code.Open($"public {Tensor} Infer({Tensor} x)");
        code.Line($"var posterior = Encoder.Forward({encoderImage}.From(x));");
        code.Line("posterior.Sigma.Dispose();");
        code.Line("return posterior.Mu;");
        code.Close();
    }

    private static void Member(CodeWriter code, string summary, string type, string name)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        code.Line($"public {type} {name} {{ get; }}");
    }
}
