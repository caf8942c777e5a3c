using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>G: z in equal chunks, the first into the stem, one each into the blocks' conditional norms.</summary>
internal static class GeneratorEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan, string latent, string image)
    {
        NetworkHead.Open(code, className, $"G: {latent} -> {image}", plan);
        code.Line();
        code.Line($"/// <summary>z -> image in [-1, 1]. {plan.Input} -> {plan.Output}</summary>");
        code.Open($"public {image} Forward({latent} z)");

        var modules = plan.Modules.ToDictionary(m => m.Member);
        var stem = modules["Stem"];
        var first = plan.Modules.First(m => m.Block is GeneratorResidualBlock).Input;
        var chunk = stem.Input.Channels;

        code.Shaped($"using var z0 = z.Tensor.narrow(1, 0, {chunk});", Shape.Features(chunk).ToString());
        var forward = new ForwardWriter(code, "z0", ownsInput: false);
        forward.Through(stem);
        forward.Step($"ChannelsLast.FromFeatures({forward.Current}, {first.Channels}, {first.Height})", first);

        var block = 0;
        foreach (var module in plan.Modules)
        {
            switch (module.Block)
            {
                case GeneratorResidualBlock residual:
                    block++;
                    code.Shaped($"using var z{block} = z.Tensor.narrow(1, {block * chunk}, {chunk});", Shape.Features(chunk).ToString());
                    code.Shaped($"using var c{block} = Shared.Forward(z{block});", Shape.Features(residual.Condition).ToString());
                    forward.Through(module, $", c{block}");
                    break;
                case AttentionBlock or NormReluBlock or SpectralConvBlock:
                    forward.Through(module);
                    break;
            }
        }

        forward.InPlace("tanh_()");
        code.Line($"return new {image}({forward.Current});");
        code.Close();
        code.Close();
    }
}
