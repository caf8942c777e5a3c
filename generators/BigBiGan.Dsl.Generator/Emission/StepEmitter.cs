using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The forward half of a variant's updates, as its objective is planned.</summary>
internal sealed class StepEmitter
{
    private readonly CodeWriter _code;
    private readonly Variant _variant;
    private readonly TensorNames _tensors;

    private StepEmitter(CodeWriter code, VariantSource source)
    {
        _code = code;
        _variant = source.Variant;
        _tensors = source.Tensors;
    }

    private bool Shrinks => _variant.Encoder is { } encoder && encoder.Image != _variant.Image.Size;

    /// <summary>The real images at the size of G and D.</summary>
    private string Real => Shrinks ? "small" : "batch.X";

    public static void Emit(CodeWriter code, VariantSource source)
    {
        var (step, updates) = (new StepEmitter(code, source), source.Plan.Objective.Updates);
        code.Line();
        var phases = string.Join(", ", updates.Select(update => $"new(\"{update.Players}\", {update.Times}, {update.Method})"));
        code.Line($"public override {ReadOnlyList}<{Library}.UpdatePhase> Updates => [{phases}];");
        foreach (var update in updates)
        {
            code.Line();
            code.Line($"/// <summary>{Summary(update)}</summary>");
            code.Open($"public {Objectives}.StepLosses {update.Method}({Library}.StepInput batch)");
            step.EmitForward(update);
            step.EmitLosses(update);
            code.Close();
        }
    }

    private static string Summary(UpdatePlan update) =>
        update.IsOfDiscriminatorAlone ? "D alone learns here: E and G run in training mode without gradient."
        : update.Losses.Count > 1 ? "All networks learn at once, from one forward: each loss reaches its own players only."
        : $"The loss of {string.Join(" and ", update.Players.ToCharArray())}.";

    private void EmitForward(UpdatePlan update)
    {
        if (update.IsOfDiscriminatorAlone)
        {
            _code.Line($"{Tensor} images;");
            if (update.Pairs)
            {
                _code.Line($"{Tensor} latents;");
            }

            _code.Open($"using ({Torch}.no_grad())");
            EmitMade(update);
            EmitJoined(update, "");
            _code.Close();
        }
        else
        {
            EmitMade(update);
            if (update.Scores)
            {
                EmitJoined(update, "var ");
            }
        }

        if (update.Scores)
        {
            _code.Line();
            EmitScores(update);
        }
    }

    /// <summary>What E and G make of the batch.</summary>
    private void EmitMade(UpdatePlan update)
    {
        if (update.Infers)
        {
            EmitInferred();
        }

        if (Shrinks)
        {
            _code.Line(
                $"using var small = {Layers}.Pool.Average(batch.X, {_variant.Encoder!.Image / _variant.Image.Size}); // D sees E's image at its own size");
        }

        if (update.Generates)
        {
            _code.Line(_variant.Labels is not null
                ? $"using var generated = Generator.Forward({_tensors.Latent}.From(batch.Z), {_tensors.Labels}.From(batch.Labels!.Drawn));"
                : $"using var generated = Generator.Forward({_tensors.Latent}.From(batch.Z));");
        }

        EmitRegressed(update.Regression);
        if (update.Reconstructs)
        {
            _code.Line("using var reconstructed = Generator.Forward(inferred);");
        }
    }

    private void EmitInferred()
    {
        if (_variant.Encoder!.Posterior.NeedsNoise)
        {
            _code.Line($"using var posterior = Encoder.Forward({_tensors.EncoderImage}.From(batch.X));");
            _code.Line("using var inferred = posterior.Sample(batch.Noise!);");
        }
        else
        {
            _code.Line($"using var inferred = Encoder.Forward({_tensors.EncoderImage}.From(batch.X));");
        }
    }

    /// <summary>z from E(G(z)); kept from G where E learns alone.</summary>
    private void EmitRegressed(RegressionKind regression)
    {
        switch (regression)
        {
            case RegressionKind.None:
                break;
            case RegressionKind.Separate:
                _code.Line("using var constant = generated.Tensor.detach(); // the regression teaches E alone");
                _code.Line($"using var regressed = Encoder.Forward(new {_tensors.EncoderImage}(constant));");
                break;
            case RegressionKind.Joint:
                _code.Line("using var regressed = Encoder.Forward(generated);");
                break;
        }
    }

    /// <summary>Encoder pairs (x, E(x)) first, then generator pairs (G(z), z), joined in one batch.</summary>
    private void EmitJoined(UpdatePlan update, string declare)
    {
        if (update.Pairs || !update.HoldsReal)
        {
            _code.Line(update.Pairs ? "// encoder pairs (x, E(x)) first, then generator pairs (G(z), z)" : "// real images first, then G's");
        }

        if (!update.HoldsReal)
        {
            _code.Shaped(
                $"{declare}images = {Torch}.cat([{Real}, generated.Tensor]);",
                $"[2N, {_variant.Image.Colours}, {_variant.Image.Size}, {_variant.Image.Size}]");
        }

        if (update.Pairs)
        {
            _code.Shaped($"{declare}latents = {Torch}.cat([inferred.Tensor, batch.Z]);", $"[2N, {_variant.Latent.Size}]");
        }
    }

    private void EmitScores(UpdatePlan update)
    {
        List<string> arguments = update.HoldsReal ? [$"new {_tensors.Image}({Real})", "generated"] : [$"new {_tensors.Image}(images)"];
        if (update.Pairs)
        {
            arguments.Add($"new {_tensors.Latent}(latents)");
        }

        if (_variant.Labels is not null)
        {
            _code.Shaped($"using var labels = {Torch}.cat([batch.Labels!.Real, batch.Labels.Drawn]);", "[2N]");
            arguments.Add($"new {_tensors.Labels}(labels)");
        }

        _code.Line($"var scores = Discriminator.{(update.HoldsReal ? "ForwardGenerated" : "Forward")}({string.Join(", ", arguments)});");
        if (!update.HoldsReal)
        {
            _code.Line("images.Dispose();");
        }

        if (update.Pairs)
        {
            _code.Line("latents.Dispose();");
        }
    }

    /// <summary>A loss for each group of players, a line for each of its terms.</summary>
    private void EmitLosses(UpdatePlan update)
    {
        var names = new List<string>();
        foreach (var loss in update.Losses)
        {
            names.Add(loss.Players == "D" && update.Losses.Count > 1 ? "discriminatorLoss" : "loss");
            _code.Line($"var {names[names.Count - 1]} = {Objectives}.PlayerLoss.Of(");
            _code.Line($"    \"{loss.Players}\",");
            for (var i = 0; i < loss.Terms.Count; i++)
            {
                _code.Line($"    (\"{loss.Terms[i].Name}\", {Call(loss.Terms[i])}){(i == loss.Terms.Count - 1 ? ");" : ",")}");
            }
        }

        // whatever is not compared with a target is a score, and each loss has the same ones
        var means = update.Losses[0].Terms.Where(term => term.Target is null)
            .Select(term => $"{Objectives}.ScoreMeans.Split(\"{term.Name}\", {Value(term.Value)})");
        _code.Line($"return new {Objectives}.StepLosses([{string.Join(", ", names)}], [{string.Join(", ", means)}]);");
    }

    private string Call(TermPlan term)
    {
        var call = $"{Objectives}.{term.Class}.{term.Method}({Value(term.Value)}{(term.Target is { } target ? $", {Value(target)}" : "")})";
        return term.Weight == 1 ? call : $"{Objectives}.Weighted.Of({call}, {Literal.Of(term.Weight)})";
    }

    private string Value(StepValue value) => value switch
    {
        StepValue.ScoreX => "scores.X",
        StepValue.ScoreZ => "scores.Z",
        StepValue.ScoreJoint => "scores.Joint",
        StepValue.RegressedLatent => "regressed.Tensor",
        StepValue.DrawnLatent => "batch.Z",
        StepValue.ReconstructedImage => "reconstructed.Tensor",
        StepValue.RealImage => Real,
    };
}
