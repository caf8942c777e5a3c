using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>G: z in equal chunks, the first into the stem, one each into the blocks' conditional norms; or layers over whole vectors.</summary>
internal static class GeneratorEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan, TensorNames tensors)
    {
        NetworkHead.Open(code, className, $"G: {Simple(tensors.Latent)} -> {Simple(tensors.Image)}", plan);
        code.Line();
        code.Line($"/// <summary>z -> image in [-1, 1]. {plan.Input} -> {plan.Output}</summary>");
        if (plan.IsDense)
        {
            EmitLayers(code, plan, tensors);
        }
        else
        {
            EmitBlocks(code, plan, tensors);
        }

        code.Close();
    }

    /// <summary>The first module joins z to the learned row, the second is the stem; all others follow one another.</summary>
    private static void EmitBlocks(CodeWriter code, NetworkPlan plan, TensorNames tensors)
    {
        var (shared, stem, labels) = (plan.Modules[0], plan.Modules[1], plan.Modules[0].Block.TakesLabels);
        code.Open($"public {tensors.Image} Forward({tensors.Latent} z{(labels ? $", {tensors.Labels} y" : "")})");
        var first = plan.Modules[2].Input;
        var forward = plan.TakesWholeLatent ? FromWhole() : FromFirstChunk();
        forward.Through(stem);
        forward.Step($"{Tensors}.MemoryOrder.OfFeatures({forward.Current}, {first.Channels}, {first.Height})", first);
        if (plan.Precision == Precision.BFloat16)
        {
            forward.Step($"{forward.Current}.to({Tensors}.HalfPrecision.Of({forward.Current}))", first);
        }

        var block = 0;
        foreach (var module in plan.Modules.Skip(2))
        {
            if (module.Block.TakesCondition && !plan.TakesWholeLatent)
            {
                Narrow(++block);
                Condition($"c{block}", $"z{block}");
            }

            forward.Through(module, !module.Block.TakesCondition ? "" : plan.TakesWholeLatent ? ", c" : $", c{block}");
        }

        if (plan.Precision == Precision.BFloat16)
        {
            forward.Step($"{forward.Current}.to({Tensors}.HalfPrecision.Wide({forward.Current}))", plan.Output);
        }

        forward.InPlace("tanh_()");
        code.Line($"return new {tensors.Image}({forward.Current});");
        code.Close();

        ForwardWriter FromWhole()
        {
            Condition("c", "z.Tensor");
            return new ForwardWriter(code, "c", ownsInput: false);
        }

        ForwardWriter FromFirstChunk()
        {
            Narrow(0);
            return new ForwardWriter(code, "z0", ownsInput: false);
        }

        void Narrow(int chunk) =>
            code.Shaped($"using var z{chunk} = z.Tensor.narrow(1, {chunk * shared.Input.Channels}, {shared.Input.Channels});", shared.Input.ToString());

        void Condition(string name, string latent) =>
            code.Shaped($"using var {name} = Shared.Forward({latent}{(labels ? ", y.Tensor" : "")});", shared.Output.ToString());
    }

    private static void EmitLayers(CodeWriter code, NetworkPlan plan, TensorNames tensors)
    {
        code.Open($"public {tensors.Image} Forward({tensors.Latent} z)");
        var forward = new ForwardWriter(code, "z.Tensor", ownsInput: false);
        foreach (var module in plan.Modules)
        {
            forward.Through(module);
        }

        forward.InPlace("tanh_()");
        forward.Step($"{forward.Current}.view(-1, {plan.Output.Channels}, {plan.Output.Height}, {plan.Output.Width})", plan.Output);
        code.Line($"return new {tensors.Image}({forward.Current});");
        code.Close();
    }
}
