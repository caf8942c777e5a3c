using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>D: F, H and J as far as the variant has them, and the linear scores of the objective.</summary>
internal static class DiscriminatorEmitter
{
    /// <summary>The members of <c>Scores</c>: X, Z, Joint. The projection on labels is a part of X.</summary>
    private static List<string> Scores(VariantPlan plan) =>
        [.. (plan.Scores?.Modules ?? EquatableArray<ModulePlan>.Empty).Where(m => !m.Block.TakesLabels).Select(m => m.Member)];

    public static void Emit(CodeWriter code, string className, VariantPlan plan, NetworkPlan heads, NetworkNames names, TensorNames tensors)
    {
        var scores = Scores(plan);
        (string Member, NetworkClass? Type)[] trunks = [("F", names.F), ("H", names.H), ("J", names.J)];

        code.Line();
        code.Line(plan.J is null
            ? $"/// <summary>D: the score of an {Simple(tensors.Image)}.</summary>"
            : $"/// <summary>D: scores of ({Simple(tensors.Image)}, {Simple(tensors.Latent)}) pairs.</summary>");
        code.Open($"public sealed class {className} : {Layers}.Network");
        code.Line($"public {className}()");
        code.Open($"    : base({Literal.Of(className)})");
        foreach (var (member, type) in trunks.Where(trunk => trunk.Type is not null))
        {
            code.Line($"{member} = Register(\"{member}\", {type!.New});");
        }

        foreach (var head in heads.Modules)
        {
            code.Shaped($"Score{head.Member} = Register(\"score_{head.StateName}\", {BlockConstruction.New(head.Block)});", $"{head.Input} -> {head.Output}");
        }

        code.Close();
        foreach (var (member, type) in trunks.Where(trunk => trunk.Type is not null))
        {
            Member(code, type!.Name, member);
        }

        foreach (var head in heads.Modules)
        {
            Member(code, BlockConstruction.TypeOf(head.Block), $"Score{head.Member}");
        }

        code.Line();
        code.Line("/// <summary>The scores that enter the losses, [N, 1] each.</summary>");
        code.Line($"public readonly record struct Scores({string.Join(", ", scores.Select(s => $"{Tensor} {s}"))});");
        EmitForward(code, plan, scores, heads.Modules.Any(m => m.Block.TakesLabels), tensors);
        code.Close();
    }

    private static void EmitForward(CodeWriter code, VariantPlan plan, List<string> scores, bool projects, TensorNames tensors)
    {
        var others = $"{(plan.J is null ? "" : $", {tensors.Latent} z")}{(projects ? $", {tensors.Labels} y" : "")}";
        code.Line();
        code.Open($"public Scores Forward({tensors.Image} x{others})");
        if (plan.F is { } f)
        {
            var rest = $"{(plan.J is null ? "" : ", z")}{(projects ? ", y" : "")}";
            code.Shaped("using var f = F.Forward(x.Tensor);", f.Output.ToString());
            code.Line($"return Score(f{rest});");
            code.Close();
            if (!f.MixesBatch)
            {
                EmitForwardGenerated(code, f, others, rest, tensors);
            }

            code.Line();
            code.Open($"private Scores Score({Tensor} f{others})");
        }

        if (plan is { H: { } h, J: { } joint })
        {
            code.Shaped("using var h = H.Forward(z.Tensor);", h.Output.ToString());
            code.Shaped($"using var fh = {Torch}.cat([f, h], 1);", joint.Input.ToString());
            code.Shaped("using var j = J.Forward(fh);", joint.Output.ToString());
        }
        else if (plan.J is { } whole)
        {
            code.Shaped("using var flat = x.Tensor.flatten(1);", Shape.Features(whole.Input.Channels - plan.Generator.Input.Channels).ToString());
            code.Shaped($"using var xz = {Torch}.cat([flat, z.Tensor], 1);", whole.Input.ToString());
            code.Shaped("using var j = J.Forward(xz);", whole.Output.ToString());
        }

        if (projects)
        {
            code.Shaped("using var plain = ScoreX.Forward(f);", "[N, 1]");
            code.Shaped("using var projected = ScoreProjection.Forward(f, y.Tensor);", "[N, 1]");
            code.Line($"return new Scores({ScalarOperands}.Add(plain, projected));");
        }
        else
        {
            var source = new Dictionary<string, string> { ["X"] = "f", ["Z"] = "h", ["Joint"] = "j" };
            code.Line($"return new Scores({string.Join(", ", scores.Select(s => $"Score{s}.Forward({source[s]})"))});");
        }

        code.Close();
    }

    /// <summary>The forward of the players that D's scores of real images do not move.</summary>
    private static void EmitForwardGenerated(CodeWriter code, NetworkPlan f, string others, string rest, TensorNames tensors)
    {
        code.Line();
        code.Line("/// <summary>Scores of both as of one batch, for a frozen D: no gradient passes F for real images, and nothing is kept of them.</summary>");
        code.Open($"public Scores ForwardGenerated({tensors.Image} real, {tensors.Image} generated{others})");
        code.Shaped("using var given = F.Ahead(F.Forward, real.Tensor);", f.Output.ToString());
        code.Shaped("using var made = F.Forward(generated.Tensor);", f.Output.ToString());
        code.Shaped($"using var f = {Torch}.cat([given, made]);", $"[2N, {f.Output.Channels}]");
        code.Line($"return Score(f{rest});");
        code.Close();
    }

    private static void Member(CodeWriter code, string type, string name)
    {
        code.Line();
        code.Line($"public {type} {name} {{ get; }}");
    }
}
