using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Blocks;
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
        if (plan.Modules.FirstOrDefault(m => m.Member == "Stem") is { } stem)
        {
            EmitBlocks(code, plan, stem, tensors);
        }
        else
        {
            EmitLayers(code, plan, tensors);
        }

        code.Close();
    }

    private static void EmitBlocks(CodeWriter code, NetworkPlan plan, ModulePlan stem, TensorNames tensors)
    {
        var labels = plan.Modules.Select(m => m.Block).OfType<LabelRowsBlock>().FirstOrDefault();
        code.Open($"public {tensors.Image} Forward({tensors.Latent} z{(labels is null ? "" : $", {tensors.Labels} y")})");
        var first = plan.Modules.SkipWhile(m => m != stem).Skip(1).First().Input;
        var chunk = stem.Input.Channels;

        code.Shaped($"using var z0 = z.Tensor.narrow(1, 0, {chunk});", Shape.Features(chunk).ToString());
        var forward = new ForwardWriter(code, "z0", ownsInput: false);
        forward.Through(stem);
        forward.Step($"{Tensors}.ChannelsLast.FromFeatures({forward.Current}, {first.Channels}, {first.Height})", first);
        if (plan.Precision == Precision.BFloat16)
        {
            forward.Step($"{forward.Current}.to({Tensors}.HalfPrecision.Of({forward.Current}))", first);
        }

        var block = 0;
        foreach (var module in plan.Modules)
        {
            switch (module.Block)
            {
                case GeneratorResidualBlock residual:
                    block++;
                    code.Shaped($"using var z{block} = z.Tensor.narrow(1, {block * chunk}, {chunk});", Shape.Features(chunk).ToString());
                    code.Shaped($"using var c{block} = Shared.Forward(z{block}{(labels is null ? "" : ", y.Tensor")});", Shape.Features(residual.Condition).ToString());
                    forward.Through(module, $", c{block}");
                    break;
                case AttentionBlock or CustomLayerBlock or NormReluBlock or SpectralConvBlock:
                    forward.Through(module);
                    break;
            }
        }

        if (plan.Precision == Precision.BFloat16)
        {
            forward.Step($"{forward.Current}.to({Tensors}.HalfPrecision.Wide({forward.Current}))", plan.Output);
        }

        forward.InPlace("tanh_()");
        code.Line($"return new {tensors.Image}({forward.Current});");
        code.Close();
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
