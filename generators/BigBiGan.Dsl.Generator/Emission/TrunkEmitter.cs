using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>F: residual blocks, ReLU, sum over positions; or layers over the image as one vector.</summary>
internal static class TrunkEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan)
    {
        var dense = plan.IsDense;
        NetworkHead.Open(code, className, dense ? "F, the MLP on the image" : "F, the ConvNet on the image", plan);
        code.Line();
        code.Line($"/// <summary>{plan.Input} -> {plan.Output}</summary>");
        code.Open($"public {Tensor} Forward({Tensor} x)");
        var forward = ForwardWriter.FromImage(code, "x", plan, dense);
        foreach (var module in plan.Modules)
        {
            forward.Through(module);
        }

        if (!dense)
        {
            forward.Step($"{Layers}.Pool.ReluSum({forward.Current})", plan.Output);
        }

        code.Line($"return {forward.Current};");
        code.Close();
        code.Close();
    }
}
