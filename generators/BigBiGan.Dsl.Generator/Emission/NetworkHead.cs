using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>What every emitted network class begins with: its members and a constructor that registers them.</summary>
internal static class NetworkHead
{
    public static void Open(CodeWriter code, string className, string summary, NetworkPlan plan)
    {
        code.Line();
        code.Line($"/// <summary>{summary}, {plan.Input} -> {plan.Output}.</summary>");
        code.Line($"/// <remarks>{Quantity.Exact(plan.Parameters)} parameters, {Quantity.Exact(plan.MultiplyAdds)} multiply-adds per image.</remarks>");
        code.Open($"public sealed class {className} : {Layers}.Network");
        code.Line($"public {className}()");
        code.Open($"    : base({Literal.Of(className)})");
        foreach (var module in plan.Modules)
        {
            code.Shaped($"{module.Member} = Register(\"{module.StateName}\", {BlockConstruction.New(module.Block)});", $"{module.Input} -> {module.Output}");
        }

        code.Close();
        foreach (var module in plan.Modules)
        {
            code.Line();
            code.Line($"public {BlockConstruction.TypeOf(module.Block)} {module.Member} {{ get; }}");
        }
    }
}
