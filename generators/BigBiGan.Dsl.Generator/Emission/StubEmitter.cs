using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Code;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>
/// The class of a spec with problems. Its members are dynamic, so that code which uses the variant still compiles and
/// the spec's own problems are the only errors. Written as C# 8 has it: a project whose C# is too old has only stubs.
/// </summary>
internal static class StubEmitter
{
    public static string Emit(VariantClass type, string specFile)
    {
        var code = new CodeWriter();
        SourceFile.Head(code, specFile);
        if (type.Namespace.Length > 0)
        {
            code.Open($"namespace {type.Namespace}");
        }

        code.Line();
        code.Line("/// <summary>Stands in until the problems of its spec are mended.</summary>");
        code.Open($"{type.Accessibility} sealed partial class {type.Name} : {Library}.VariantModel, {Library}.IInference");
        code.Line("public dynamic Generator => throw _broken;");
        code.Line();
        code.Line("public dynamic Encoder => throw _broken;");
        code.Line();
        code.Line("public dynamic Discriminator => throw _broken;");
        code.Line();
        code.Line("public dynamic Prior => throw _broken;");
        code.Line();
        code.Line($"public static {Library}.VariantFacts Description => throw _broken;");
        code.Line();
        code.Line($"public override {Library}.VariantFacts Facts => throw _broken;");
        code.Line();
        code.Line($"public override {ReadOnlyList}<{Library}.NamedNetwork> Networks => throw _broken;");
        code.Line();
        code.Line(
            "private static global::System.InvalidOperationException _broken => "
                + $"new global::System.InvalidOperationException({Literal.Of($"{specFile} has problems: see the build's errors")});");
        code.Line();
        code.Line($"public static {type.Name} Create({Device}? device = null, ulong seed = 0) => throw _broken;");
        code.Line();
        code.Line($"public override {Tensor} SamplePrior(int count, {CounterRandom} random, {Device} device) => throw _broken;");
        code.Line();
        code.Line($"public override {ReadOnlyList}<{Library}.UpdatePhase> Updates => throw _broken;");
        code.Line();
        code.Line($"public override {Tensor} Generate({Tensor} z, {Tensor}? labels = null) => throw _broken;");
        code.Line();
        code.Line($"public override {Tensor} Features({Tensor} x) => throw _broken;");
        code.Line();
        code.Line($"public {Tensor} Infer({Tensor} x) => throw _broken;");
        code.Close();
        if (type.Namespace.Length > 0)
        {
            code.Close();
        }

        return code.ToString();
    }
}
