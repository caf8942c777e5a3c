using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>What one training step does: its updates in order, each with the losses of its players and the terms that they are made of.</summary>
public sealed record ObjectivePlan(EquatableArray<UpdatePlan> Updates)
{
    /// <summary>Updates in one step, each on a batch of its own.</summary>
    public int UpdatesPerStep => Updates.Sum(update => update.Times);

    /// <param name="f">D's, where it has one.</param>
    internal static ObjectivePlan Of(Variant variant, NetworkPlan? f)
    {
        // G learns with E wherever there is one.
        var makers = variant.Encoder is null ? "G" : "GE";
        var ofMakers = new LossPlan(makers, Makers(variant).ToEquatableArray());
        if (variant.Discriminator is null)
        {
            return new ObjectivePlan(EquatableArray.Of(UpdatePlan.Of(variant, f, "GeneratorEncoderStep", makers, 1, ofMakers)));
        }

        var ofDiscriminator = new LossPlan("D", Scores(variant, "DiscriminatorTerm").ToEquatableArray());
        return new ObjectivePlan(variant.Training.Updates == UpdateScheme.Simultaneous
            ? EquatableArray.Of(UpdatePlan.Of(variant, f, "Step", makers + "D", 1, ofDiscriminator, ofMakers))
            : EquatableArray.Of(
                UpdatePlan.Of(variant, f, "DiscriminatorStep", "D", variant.Training.DiscriminatorSteps, ofDiscriminator),
                UpdatePlan.Of(variant, f, "GeneratorEncoderStep", makers, 1, ofMakers)));
    }

    private static IEnumerable<TermPlan> Makers(Variant variant)
    {
        foreach (var score in Scores(variant, "GeneratorEncoderTerm"))
        {
            yield return score;
        }

        var (objective, weights) = (variant.Objective, variant.Objective.Weights);
        if (objective.Regression != RegressionKind.None)
        {
            yield return new TermPlan(
                "regression", "LatentRegression", variant.Latent.Prior.RegressionError, weights.Regression,
                StepValue.RegressedLatent, StepValue.DrawnLatent);
        }

        if (objective.Reconstruction.Method is { } error)
        {
            yield return new TermPlan("reconstruction", "Reconstruction", error, weights.Reconstruction, StepValue.ReconstructedImage, StepValue.RealImage);
        }
    }

    private static IEnumerable<TermPlan> Scores(Variant variant, string method)
    {
        var (objective, weights) = (variant.Objective, variant.Objective.Weights);
        (bool Kept, string Name, double Weight, StepValue Score)[] scores =
        [
            (objective.Scores.X, "x", weights.X, StepValue.ScoreX),
            (objective.Scores.Z, "z", weights.Z, StepValue.ScoreZ),
            (objective.Scores.Joint, "xz", weights.Joint, StepValue.ScoreJoint),
        ];
        return scores.Where(score => score.Kept).Select(score => new TermPlan(score.Name, objective.Loss.Class, method, score.Weight, score.Score));
    }
}

/// <summary>One kind of update.</summary>
/// <param name="Method">Of the variant's class.</param>
/// <param name="Players">The networks that learn, a letter each.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="Losses">One for each group of players.</param>
public sealed record UpdatePlan(string Method, string Players, int Times, EquatableArray<LossPlan> Losses)
{
    /// <summary>How E(G(z)) is read.</summary>
    public RegressionKind Regression { get; init; }

    /// <summary>Whether D sees latents beside images.</summary>
    public bool Pairs { get; init; }

    /// <summary>
    /// Whether F reads the real images apart from G's, so that nothing is propagated back through it for them: what it makes of them moves neither G
    /// nor E.
    /// </summary>
    public bool HoldsReal { get; init; }

    /// <summary>Whether E, G and what they make take no part in the gradient: D's own update.</summary>
    public bool IsOfDiscriminatorAlone => Players == "D";

    /// <summary>Whether E(x) is read.</summary>
    public bool Infers => Pairs || Reconstructs;

    /// <summary>Whether G(z) is read.</summary>
    public bool Generates => Scores || Reads(StepValue.RegressedLatent);

    /// <summary>Whether D scores.</summary>
    public bool Scores => Reads(StepValue.ScoreX) || Reads(StepValue.ScoreZ) || Reads(StepValue.ScoreJoint);

    /// <summary>Whether G(E(x)) is read.</summary>
    public bool Reconstructs => Reads(StepValue.ReconstructedImage);

    /// <summary>With how its terms are to be computed.</summary>
    internal static UpdatePlan Of(Variant variant, NetworkPlan? f, string method, string players, int times, params LossPlan[] losses)
    {
        var update = new UpdatePlan(method, players, times, losses.ToEquatableArray());
        return update with
        {
            Regression = update.Reads(StepValue.RegressedLatent) ? variant.Objective.Regression : RegressionKind.None,
            Pairs = update.Scores && (variant.Objective.Scores.Z || variant.Objective.Scores.Joint),
            HoldsReal = update.Scores && !players.Contains('D') && f is { MixesBatch: false },
        };
    }

    private bool Reads(StepValue value) => Losses.Any(loss => loss.Terms.Any(term => term.Value == value));
}

/// <summary>What some players minimise: the sum of its terms.</summary>
/// <param name="Players">The networks that its gradient reaches, a letter each.</param>
public sealed record LossPlan(string Players, EquatableArray<TermPlan> Terms);

/// <summary>A term of a loss.</summary>
/// <param name="Name">In logs and pictures: <c>xz</c>, <c>regression</c>.</param>
/// <param name="Class">Of the objectives of BigBiGan.Dsl.</param>
/// <param name="Method">Of that class.</param>
/// <param name="Weight">Its factor.</param>
/// <param name="Value">What the method is given.</param>
/// <param name="Target">What it comes close to; null for a score.</param>
public sealed record TermPlan(string Name, string Class, string Method, double Weight, StepValue Value, StepValue? Target = null);

/// <summary>What a step's forward has for the terms of its losses.</summary>
public enum StepValue
{
    /// <summary>s_x of joined pairs. [2N, 1]</summary>
    ScoreX,

    /// <summary>s_z of joined pairs. [2N, 1]</summary>
    ScoreZ,

    /// <summary>s_xz of joined pairs. [2N, 1]</summary>
    ScoreJoint,

    /// <summary>E(G(z)). [N, z]</summary>
    RegressedLatent,

    /// <summary>z. [N, z]</summary>
    DrawnLatent,

    /// <summary>G(E(x)). [N, C, H, W]</summary>
    ReconstructedImage,

    /// <summary>x at the size of G and D. [N, C, H, W]</summary>
    RealImage,
}
