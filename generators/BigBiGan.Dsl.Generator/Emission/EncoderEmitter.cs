using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>E: backbone, average pool, head, and the posterior that the spec asks for.</summary>
internal static class EncoderEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan, Posterior posterior, TensorNames tensors)
    {
        NetworkHead.Open(code, className, $"E: {Simple(tensors.EncoderImage)} -> {Simple(tensors.Latent)}", plan);
        EmitFeatures(code, plan, tensors.EncoderImage);
        EmitForward(code, plan, posterior, tensors.Latent, tensors.EncoderImage);
        code.Close();
    }

    private static void EmitFeatures(CodeWriter code, NetworkPlan plan, string image)
    {
        var body = plan.Modules.Take(plan.Body).ToList();
        var dense = plan.IsDense;
        var feature = Shape.Features(body[body.Count - 1].Output.Channels);
        code.Line();
        code.Line($"/// <summary>{(dense ? "The last hidden layer" : "The \"AvePool\" feature")}. {plan.Input} -> {feature}</summary>");
        code.Open($"public {Tensor} Features({image} x)");
        var forward = ForwardWriter.FromImage(code, "x.Tensor", plan, dense);
        for (var i = 0; i < body.Count; i++)
        {
            if (plan.ReversibleStage(i).ToList() is { Count: > 0 } units)
            {
                forward.Step($"{Blocks}.ReversibleStage.Forward({forward.Current}, {string.Join(", ", units.Select(unit => unit.Member))})", units[0].Output);
                i += units.Count - 1;
            }
            else
            {
                forward.Through(body[i]);
            }
        }

        if (!dense)
        {
            forward.Step($"{Layers}.Pool.Mean({forward.Current})", feature);
        }

        code.Line($"return {forward.Current};");
        code.Close();
    }

    private static void EmitForward(CodeWriter code, NetworkPlan plan, Posterior posterior, string latent, string image)
    {
        var head = plan.Modules.Skip(plan.Body).ToList();
        var output = head[head.Count - 1];
        var result = posterior.Distribution is { } distribution ? $"{Typed}.{distribution}<{latent}>" : latent;

        code.Line();
        code.Line($"/// <summary>{posterior.Summary}</summary>");
        code.Open($"public {result} Forward({image} x)");
        code.Shaped("var f = Features(x);", head[0].Input.ToString());
        var forward = new ForwardWriter(code, "f", ownsInput: true);
        foreach (var module in head)
        {
            if (module == output && head.Count > 1)
            {
                forward.InPlace("relu_()");
            }

            forward.Through(module);
        }

        if (posterior.Activation is { } activation)
        {
            forward.InPlace(activation);
        }

        if (posterior.Distribution is null)
        {
            code.Line($"return new {result}({forward.Current});");
        }
        else
        {
            var size = output.Output.Channels / 2;
            code.Shaped($"var mu = {forward.Current}.narrow(1, 0, {size});", Shape.Features(size).ToString());
            code.Shaped($"using var raw = {forward.Current}.narrow(1, {size}, {size});", Shape.Features(size).ToString());
            code.Shaped($"var sigma = {ScalarOperands}.Softplus(raw);", Shape.Features(size).ToString());
            forward.Release();
            code.Line($"return new {result}(mu, sigma);");
        }

        code.Close();
    }
}
