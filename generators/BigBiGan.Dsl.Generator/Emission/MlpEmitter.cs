using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>H and J: residual blocks of linear layers and a closing ReLU; or J over [x, z] itself, whose layers end in their own.</summary>
internal static class MlpEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan)
    {
        var dense = plan.IsDense;
        var about = plan.Role == NetworkRole.H ? "H, the MLP on z" : dense ? "J, the MLP on [x, z]" : "J, the MLP on [F(x), H(z)]";
        NetworkHead.Open(code, className, about, plan);
        code.Line();
        code.Line($"/// <summary>{plan.Input} -> {plan.Output}</summary>");
        code.Open($"public {Tensor} Forward({Tensor} x)");
        var forward = new ForwardWriter(code, "x", ownsInput: false);
        foreach (var module in plan.Modules)
        {
            forward.Through(module);
        }

        if (!dense)
        {
            forward.InPlace("relu_()");
        }

        code.Line($"return {forward.Current};");
        code.Close();
        code.Close();
    }
}
