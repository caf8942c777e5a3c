using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Model;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The forward half of a variant's updates, with just the terms that its objective has.</summary>
internal sealed class StepEmitter
{
    private readonly CodeWriter _code;
    private readonly Variant _variant;
    private readonly List<string> _scores;
    private readonly TensorNames _tensors;

    private StepEmitter(CodeWriter code, VariantSource source)
    {
        _code = code;
        _variant = source.Variant;
        _scores = DiscriminatorEmitter.Scores(source.Plan);
        _tensors = source.Tensors;
    }

    private ObjectiveSpec Objective => _variant.Objective;

    /// <summary>G learns with E wherever there is one.</summary>
    private string Makers => _variant.Encoder is null ? "G" : "GE";

    /// <summary>Whether D sees latents beside images.</summary>
    private bool Pairs => Objective.Scores.Z || Objective.Scores.Joint;

    /// <summary>Whether a loss reads E(x).</summary>
    private bool Infers => Pairs || Objective.Reconstruction != ReconstructionKind.None;

    public static void Emit(CodeWriter code, VariantSource source)
    {
        var step = new StepEmitter(code, source);
        code.Line();
        if (source.Variant.Discriminator is null)
        {
            step.EmitUpdates("new(\"GE\", 1, GeneratorEncoderStep)");
            step.EmitGeneratorEncoderStep();
        }
        else if (source.Variant.Training.Updates == UpdateScheme.Simultaneous)
        {
            step.EmitUpdates($"new(\"{step.Makers}D\", 1, Step)");
            step.EmitStep();
        }
        else
        {
            step.EmitUpdates($"new(\"D\", {source.Variant.Training.DiscriminatorSteps}, DiscriminatorStep), new(\"{step.Makers}\", 1, GeneratorEncoderStep)");
            step.EmitDiscriminatorStep();
            step.EmitGeneratorEncoderStep();
        }
    }

    private void EmitUpdates(string updates) => _code.Line($"public override {ReadOnlyList}<{Library}.UpdatePhase> Updates => [{updates}];");

    private void EmitDiscriminatorStep()
    {
        _code.Line();
        _code.Line("/// <summary>D alone learns here: E and G run in training mode without gradient.</summary>");
        _code.Open($"public {Objectives}.StepLosses DiscriminatorStep({Library}.StepInput batch)");
        _code.Line($"{Tensor} images;");
        if (Pairs)
        {
            _code.Line($"{Tensor} latents;");
        }

        _code.Open($"using ({Torch}.no_grad())");
        if (Pairs)
        {
            EmitInferred();
        }

        EmitSmall();
        EmitGenerated();
        EmitJoined("");
        _code.Close();
        _code.Line();
        EmitScores();
        EmitSum("loss", DiscriminatorTerms());
        EmitReturn("new(\"D\", loss)");
        _code.Close();
    }

    private void EmitGeneratorEncoderStep()
    {
        _code.Line();
        _code.Line($"/// <summary>The loss of {string.Join(" and ", Makers.ToCharArray())}.</summary>");
        _code.Open($"public {Objectives}.StepLosses GeneratorEncoderStep({Library}.StepInput batch)");
        EmitPlayers();
        EmitSum("loss", GeneratorEncoderTerms());
        EmitReturn($"new(\"{Makers}\", loss)");
        _code.Close();
    }

    /// <summary>Both losses from one forward; the gradient of each reaches its own players only.</summary>
    private void EmitStep()
    {
        _code.Line();
        _code.Line("/// <summary>All networks learn at once, from one forward: each loss reaches its own players only.</summary>");
        _code.Open($"public {Objectives}.StepLosses Step({Library}.StepInput batch)");
        EmitPlayers();
        EmitSum("discriminatorLoss", DiscriminatorTerms());
        EmitSum("loss", GeneratorEncoderTerms());
        EmitReturn($"new(\"D\", discriminatorLoss), new(\"{Makers}\", loss)");
        _code.Close();
    }

    private void EmitPlayers()
    {
        if (Infers)
        {
            EmitInferred();
        }

        EmitSmall();
        if (_variant.Discriminator is not null || Objective.Regression != RegressionKind.None)
        {
            EmitGenerated();
        }

        if (Objective.Regression != RegressionKind.None)
        {
            EmitRegressed();
        }

        if (Objective.Reconstruction != ReconstructionKind.None)
        {
            _code.Line("using var reconstructed = Generator.Forward(inferred);");
        }

        if (_variant.Discriminator is not null)
        {
            EmitJoined("var ");
            _code.Line();
            EmitScores();
        }
    }

    private void EmitInferred()
    {
        if (_variant.Encoder!.Posterior == PosteriorKind.Gaussian)
        {
            _code.Line($"using var posterior = Encoder.Forward({_tensors.EncoderImage}.From(batch.X));");
            _code.Line("using var inferred = posterior.Sample(batch.Noise!);");
        }
        else
        {
            _code.Line($"using var inferred = Encoder.Forward({_tensors.EncoderImage}.From(batch.X));");
        }
    }

    private bool Shrinks => _variant.Encoder is { } encoder && encoder.Image != _variant.Image.Size;

    /// <summary>The real images at the size of G and D.</summary>
    private string Real => Shrinks ? "small" : "batch.X";

    private void EmitSmall()
    {
        if (Shrinks)
        {
            _code.Line($"using var small = {Layers}.Pool.Average(batch.X, {_variant.Encoder!.Image / _variant.Image.Size}); // D sees E's image at its own size");
        }
    }

    private void EmitGenerated() => _code.Line(_variant.Labels is not null
        ? $"using var generated = Generator.Forward({_tensors.Latent}.From(batch.Z), {_tensors.Labels}.From(batch.Labels!.Drawn));"
        : $"using var generated = Generator.Forward({_tensors.Latent}.From(batch.Z));");

    /// <summary>z from E(G(z)); kept from G where E learns alone.</summary>
    private void EmitRegressed()
    {
        if (Objective.Regression == RegressionKind.Separate)
        {
            _code.Line("using var constant = generated.Tensor.detach(); // the regression teaches E alone");
            _code.Line($"using var regressed = Encoder.Forward(new {_tensors.EncoderImage}(constant));");
        }
        else
        {
            _code.Line("using var regressed = Encoder.Forward(generated);");
        }
    }

    /// <summary>Encoder pairs (x, E(x)) first, then generator pairs (G(z), z), joined in one batch.</summary>
    private void EmitJoined(string declare)
    {
        _code.Line(Pairs ? "// encoder pairs (x, E(x)) first, then generator pairs (G(z), z)" : "// real images first, then G's");
        _code.Shaped($"{declare}images = {Torch}.cat([{Real}, generated.Tensor]);", $"[2N, {_variant.Image.Colours}, {_variant.Image.Size}, {_variant.Image.Size}]");
        if (Pairs)
        {
            _code.Shaped($"{declare}latents = {Torch}.cat([inferred.Tensor, batch.Z]);", $"[2N, {_variant.Latent.Size}]");
        }
    }

    private void EmitScores()
    {
        var arguments = new List<string> { $"new {_tensors.Image}(images)" };
        if (Pairs)
        {
            arguments.Add($"new {_tensors.Latent}(latents)");
        }

        if (_variant.Labels is not null)
        {
            _code.Shaped($"using var labels = {Torch}.cat([batch.Labels!.Real, batch.Labels.Drawn]);", "[2N]");
            arguments.Add($"new {_tensors.Labels}(labels)");
        }

        _code.Line($"var scores = Discriminator.Forward({string.Join(", ", arguments)});");
        _code.Line("images.Dispose();");
        if (Pairs)
        {
            _code.Line("latents.Dispose();");
        }
    }

    private IEnumerable<string> DiscriminatorTerms() => _scores.Select(score => Weighted($"{Objectives}.{Objective.Loss}Objective.DiscriminatorTerm(scores.{score})", Weight(score)));

    private IEnumerable<string> GeneratorEncoderTerms()
    {
        foreach (var score in _scores)
        {
            yield return Weighted($"{Objectives}.{Objective.Loss}Objective.GeneratorEncoderTerm(scores.{score})", Weight(score));
        }

        if (Objective.Regression != RegressionKind.None)
        {
            var error = _variant.Latent.Prior == PriorKind.Uniform ? "CrossEntropy" : "SquaredError";
            yield return Weighted($"{Objectives}.LatentRegression.{error}(regressed.Tensor, batch.Z)", Objective.Weights.Regression);
        }

        if (Objective.Reconstruction != ReconstructionKind.None)
        {
            var error = Objective.Reconstruction == ReconstructionKind.L1 ? "AbsoluteError" : "SquaredError";
            yield return Weighted($"{Objectives}.Reconstruction.{error}(reconstructed.Tensor, {Real})", Objective.Weights.Reconstruction);
        }
    }

    private double Weight(string score) => score switch
    {
        "X" => Objective.Weights.X,
        "Z" => Objective.Weights.Z,
        _ => Objective.Weights.Joint,
    };

    private static string Weighted(string term, double weight) => weight == 1 ? term : $"{Objectives}.Weighted.Of({term}, {Literal.Of(weight)})";

    private void EmitSum(string name, IEnumerable<string> terms) => _code.Line($"var {name} = {string.Join(" + ", terms)};");

    private void EmitReturn(string losses)
    {
        var means = _scores.Select(score => $"{Objectives}.ScoreMeans.Split(\"{PaperName(score)}\", scores.{score})");
        _code.Line($"return new {Objectives}.StepLosses([{losses}], [{string.Join(", ", means)}]);");
    }

    private static string PaperName(string member) => member == "Joint" ? "xz" : member.ToLowerInvariant();
}
