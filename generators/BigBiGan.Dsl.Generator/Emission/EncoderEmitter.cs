using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>E: backbone, average pool, head, and the posterior that the spec asks for.</summary>
internal static class EncoderEmitter
{
    public static void Emit(CodeWriter code, string className, NetworkPlan plan, PosteriorKind posterior, string latent, string image)
    {
        NetworkHead.Open(code, className, $"E: {image} -> {latent}", plan);
        EmitFeatures(code, plan, image);
        EmitForward(code, plan, posterior, latent, image);
        code.Close();
    }

    private static void EmitFeatures(CodeWriter code, NetworkPlan plan, string image)
    {
        var norm = plan.Modules.First(m => m.Block is NormReluBlock);
        code.Line();
        code.Line($"/// <summary>The \"AvePool\" feature. {plan.Input} -> {Shape.Features(norm.Output.Channels)}</summary>");
        code.Open($"public Tensor Features({image} x)");
        code.Shaped("using var x0 = ChannelsLast.From(x.Tensor);", plan.Input.ToString());
        var forward = new ForwardWriter(code, "x0", ownsInput: false);
        foreach (var module in plan.Modules.TakeWhile(m => m.Block is not (MlpResidualBlock or LinearBlock)))
        {
            forward.Through(module);
        }

        forward.Step($"Pool.Mean({forward.Current})", Shape.Features(norm.Output.Channels));
        code.Line($"return {forward.Current};");
        code.Close();
    }

    private static void EmitForward(CodeWriter code, NetworkPlan plan, PosteriorKind posterior, string latent, string image)
    {
        var head = plan.Modules.SkipWhile(m => m.Block is not (MlpResidualBlock or LinearBlock)).ToList();
        var output = head[head.Count - 1];
        var result = posterior == PosteriorKind.Gaussian ? $"GaussianPosterior<{latent}>" : latent;

        code.Line();
        code.Line(posterior switch
        {
            PosteriorKind.Gaussian => "/// <summary>image -> N(mu, sigma), sigma = softplus(raw).</summary>",
            PosteriorKind.Point => "/// <summary>image -> z.</summary>",
            PosteriorKind.Tanh => "/// <summary>image -> z = tanh(raw).</summary>",
        });
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

        switch (posterior)
        {
            case PosteriorKind.Gaussian:
                var size = output.Output.Channels / 2;
                code.Shaped($"var mu = {forward.Current}.narrow(1, 0, {size});", Shape.Features(size).ToString());
                code.Shaped($"using var raw = {forward.Current}.narrow(1, {size}, {size});", Shape.Features(size).ToString());
                code.Shaped("var sigma = nn.functional.softplus(raw);", Shape.Features(size).ToString());
                forward.Release();
                code.Line($"return new {result}(mu, sigma);");
                break;
            case PosteriorKind.Point:
                code.Line($"return new {result}({forward.Current});");
                break;
            case PosteriorKind.Tanh:
                forward.InPlace("tanh_()");
                code.Line($"return new {result}({forward.Current});");
                break;
        }

        code.Close();
    }
}
