using BigBiGan.Dsl.Spec;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The forward half of the two kinds of training steps, with just the terms that the variant has.</summary>
internal static class StepEmitter
{
    public static void Emit(CodeWriter code, VariantSource source, string latent, string image, string encoderImage)
    {
        var both = source.Variant.Encoder is null ? "G" : "GE";
        code.Line();
        code.Line($"public override global::System.Collections.Generic.IReadOnlyList<UpdatePhase> Updates => [new(\"D\", {source.Variant.Training.DiscriminatorSteps}, DiscriminatorStep), new(\"{both}\", 1, GeneratorEncoderStep)];");
        code.Line();
        code.Open("public StepLosses DiscriminatorStep(StepInput batch)");
        code.Line("// D alone learns here: E and G run in training mode without gradient.");
        code.Line("Tensor images;");
        if (source.Variant.Encoder is not null)
        {
            code.Line("Tensor latents;");
        }

        code.Open("using (no_grad())");
        EmitPairs(code, source, latent, encoderImage, "");
        code.Close();
        code.Line();
        EmitLoss(code, source, latent, image, "Discriminator", "D");
        code.Close();

        code.Line();
        code.Open("public StepLosses GeneratorEncoderStep(StepInput batch)");
        EmitPairs(code, source, latent, encoderImage, "var ");
        code.Line();
        EmitLoss(code, source, latent, image, "GeneratorEncoder", both);
        code.Close();
    }

    /// <summary>Encoder pairs (x, E(x)) first, then generator pairs (G(z), z), joined in one batch.</summary>
    private static void EmitPairs(CodeWriter code, VariantSource source, string latent, string encoderImage, string declare)
    {
        var variant = source.Variant;
        var real = "batch.X";
        if (variant.Encoder is { } encoder)
        {
            if (encoder.Posterior == PosteriorKind.Gaussian)
            {
                code.Line($"using var posterior = Encoder.Forward({encoderImage}.From(batch.X));");
                code.Line("using var inferred = posterior.Sample(batch.Noise!);");
            }
            else
            {
                code.Line($"using var inferred = Encoder.Forward({encoderImage}.From(batch.X));");
            }

            if (encoder.Image != variant.Image.Size)
            {
                var factor = encoder.Image / variant.Image.Size;
                code.Line($"using var small = Pool.Average(batch.X, {factor}); // D sees E's image at its own size");
                real = "small";
            }
        }

        code.Line($"using var generated = Generator.Forward({latent}.From(batch.Z));");
        code.Line("// encoder pairs (x, E(x)) first, then generator pairs (G(z), z)");
        code.Shaped($"{declare}images = cat([{real}, generated.Tensor]);", $"[2N, {variant.Image.Colours}, {variant.Image.Size}, {variant.Image.Size}]");
        if (variant.Encoder is not null)
        {
            code.Shaped($"{declare}latents = cat([inferred.Tensor, batch.Z]);", $"[2N, {variant.Latent.Size}]");
        }
    }

    private static void EmitLoss(CodeWriter code, VariantSource source, string latent, string image, string term, string players)
    {
        var arguments = source.Variant.Encoder is null ? $"new {image}(images)" : $"new {image}(images), new {latent}(latents)";
        var scores = source.Plan.Scores.Modules.Select(m => m.Member).ToList();
        code.Line($"var scores = Discriminator.Forward({arguments});");
        code.Line("images.Dispose();");
        if (source.Variant.Encoder is not null)
        {
            code.Line("latents.Dispose();");
        }

        code.Line($"var loss = {string.Join(" + ", scores.Select(s => $"HingeObjective.{term}Term(scores.{s})"))};");
        code.Line($"return new StepLosses([new(\"{players}\", loss)], [{string.Join(", ", scores.Select(s => $"ScoreMeans.Split(\"{PaperName(s)}\", scores.{s})"))}]);");
    }

    private static string PaperName(string member) => member == "Joint" ? "xz" : member.ToLowerInvariant();
}
