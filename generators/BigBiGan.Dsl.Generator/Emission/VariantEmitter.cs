using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>One spec's file: the networks that it owns and the variant's class.</summary>
internal static class VariantEmitter
{
    public static string Emit(VariantSource source)
    {
        var names = source.Names;
        var code = new CodeWriter();
        SourceFile.Begin(code, source.SpecFile, source.Class.Namespace);
        EmitClass(code, source);
        foreach (var (role, network) in NetworkEmitter.Roles(names).Where(one => names.Owned.HasFlag(one.Role)))
        {
            NetworkEmitter.Emit(code, role, network.SimpleName, source);
        }

        return code.ToString();
    }

    /// <summary>The class of one variant.</summary>
    public static void EmitClass(CodeWriter code, VariantSource source)
    {
        var (variant, name) = (source.Variant, source.Class.Name);
        code.Line();
        code.Line($"/// <summary>{Literal.Doc(variant.Summary.Length > 0 ? variant.Summary : variant.Path)}</summary>");
        code.Open($"{source.Class.Accessibility} sealed partial class {name} : {Bases(variant)}");
        code.Open($"private {name}({Device} device, ulong seed)");
        EmitNetworks(code, source);
        code.Close();
        code.Line();
        code.Line("/// <summary>Makes the networks on a device, initialised from a seed.</summary>");
        code.Line($"public static {name} Create({Device}? device = null, ulong seed = 0) => new(device ?? {Torch}.CPU, seed);");
        code.Line();
        code.Line("/// <summary>What the spec says beyond the networks.</summary>");
        FactsEmitter.Emit(code, source);
        EmitMembers(code, source, "Facts => Description;");
        code.Close();
    }

    /// <summary>The class of the cells of a grid that are one text but for numbers; their facts are given to it.</summary>
    public static void EmitShared(CodeWriter code, string name, VariantSource source)
    {
        code.Line();
        code.Line(
            $"/// <summary>Cells of {Literal.Doc(source.SpecFile)} that differ in numbers only: "
                + "those of the networks and losses are arguments, the others are facts.</summary>");
        code.Open($"public sealed class {name} : {Bases(source.Variant)}");
        code.Open($"public {name}({Library}.VariantFacts facts, {Device} device, ulong seed)");
        code.Line("Facts = facts;");
        EmitNetworks(code, source);
        code.Close();
        EmitMembers(code, source, "Facts { get; }");
        code.Close();
    }

    private static string Bases(Variant variant) => $"{Library}.VariantModel{(variant.Encoder is null ? "" : $", {Library}.IInference")}";

    private static void EmitMembers(CodeWriter code, VariantSource source, string facts)
    {
        var (variant, names, tensors) = (source.Variant, source.Names, source.Tensors);
        var hasEncoder = variant.Encoder is not null;
        Member(code, "G.", names.Generator.Name, "Generator");
        if (hasEncoder)
        {
            Member(code, "E.", names.Encoder!.Name, "Encoder");
        }

        if (names.Discriminator is { } discriminator)
        {
            Member(code, "D.", discriminator.Name, "Discriminator");
        }

        code.Line();
        code.Line($"/// <summary>{variant.Latent.Prior.Text}.</summary>");
        code.Line($"public {Typed}.{variant.Latent.Prior.Class}<{tensors.Latent}> Prior {{ get; }} = new();");
        code.Line();
        code.Line($"public override {Library}.VariantFacts {facts}");
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
    }

    private static void EmitNetworks(CodeWriter code, VariantSource source)
    {
        var variant = source.Variant;
        var networks = new List<string>();
        Network("Generator", "G", source.Names.Generator, "Orthogonal", source.Plan.Generator);
        Network("Encoder", "E", source.Names.Encoder, "He", source.Plan.Encoder);
        Network("Discriminator", "D", source.Names.Discriminator, "Orthogonal", source.Plan.Scores);
        code.Line($"Networks = [{string.Join(", ", networks)}];");
        code.Line("MoveTo(device);");

        // Orthogonal in convolutional G and D (BigGAN), He in convolutional E; one fixed width in networks over whole vectors (BiGAN).
        void Network(string member, string role, NetworkClass? type, string rule, NetworkPlan? plan)
        {
            if (type is not null)
            {
                code.Line($"{member} = {type.New};");
                code.Line($"{Initialization}.Initialize.{(plan!.IsDense ? "Fixed" : rule)}({member}, seed, \"{role}\");");
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

    private static void EmitInference(CodeWriter code, Variant variant, string encoderImage)
    {
        code.Line();
        if (!variant.Encoder!.Posterior.NeedsNoise)
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
