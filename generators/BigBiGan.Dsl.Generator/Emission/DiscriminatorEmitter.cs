using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>D: F, H and J where there is an encoder, and the linear scores of the objective.</summary>
internal static class DiscriminatorEmitter
{
    public static void Emit(CodeWriter code, string className, VariantPlan plan, NetworkNames names, string latent, string image)
    {
        var pair = plan.H is not null;
        var scores = plan.Scores.Modules.Select(m => m.Member).ToList();

        code.Line();
        code.Line(pair
            ? $"/// <summary>D: scores of ({image}, {latent}) pairs.</summary>"
            : $"/// <summary>D: the score of an {image}.</summary>");
        code.Open($"public sealed class {className} : Network");
        code.Line($"public {className}()");
        code.Open($"    : base(nameof({className}))");
        code.Line($"F = Register(\"F\", new {names.F}());");
        if (pair)
        {
            code.Line($"H = Register(\"H\", new {names.H}());");
            code.Line($"J = Register(\"J\", new {names.J}());");
        }

        foreach (var score in plan.Scores.Modules)
        {
            code.Shaped($"Score{score.Member} = Register(\"score_{NetworkHead.StateName(score)}\", {BlockConstruction.New(score.Block)});", $"{score.Input} -> {score.Output}");
        }

        code.Close();
        Member(code, names.F, "F");
        if (pair)
        {
            Member(code, names.H!, "H");
            Member(code, names.J!, "J");
        }

        foreach (var score in scores)
        {
            Member(code, "SpectralLinear", $"Score{score}");
        }

        code.Line();
        code.Line("/// <summary>The scores that enter the losses, [N, 1] each.</summary>");
        code.Line($"public readonly record struct Scores({string.Join(", ", scores.Select(s => $"Tensor {s}"))});");
        EmitForward(code, plan, scores, latent, image);
        code.Close();
    }

    private static void EmitForward(CodeWriter code, VariantPlan plan, List<string> scores, string latent, string image)
    {
        var source = new Dictionary<string, string> { ["X"] = "f", ["Z"] = "h", ["Joint"] = "j" };
        code.Line();
        code.Open(plan.H is null ? $"public Scores Forward({image} x)" : $"public Scores Forward({image} x, {latent} z)");
        code.Shaped("using var f = F.Forward(x.Tensor);", plan.F.Output.ToString());
        if (plan is { H: { } h, J: { } j })
        {
            code.Shaped("using var h = H.Forward(z.Tensor);", h.Output.ToString());
            code.Shaped("using var fh = cat([f, h], 1);", j.Input.ToString());
            code.Shaped("using var j = J.Forward(fh);", j.Output.ToString());
        }

        code.Line($"return new Scores({string.Join(", ", scores.Select(s => $"Score{s}.Forward({source[s]})"))});");
        code.Close();
    }

    private static void Member(CodeWriter code, string type, string name)
    {
        code.Line();
        code.Line($"public {type} {name} {{ get; }}");
    }
}
