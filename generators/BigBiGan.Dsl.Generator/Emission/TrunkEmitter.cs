using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>F: residual blocks, ReLU, sum over positions.</summary>
internal static class TrunkEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan)
    {
        NetworkHead.Open(code, className, "F, the ConvNet on the image", plan);
        code.Line();
        code.Line($"/// <summary>{plan.Input} -> {plan.Output}</summary>");
        code.Open("public Tensor Forward(Tensor x)");
        code.Shaped("using var x0 = ChannelsLast.From(x);", plan.Input.ToString());
        var forward = new ForwardWriter(code, "x0", ownsInput: false);
        foreach (var module in plan.Modules)
        {
            forward.Through(module);
        }

        forward.Step($"Pool.ReluSum({forward.Current})", plan.Output);
        code.Line($"return {forward.Current};");
        code.Close();
        code.Close();
    }
}
