using BigBiGan.Dsl.Spec.Objectives;

namespace BigBiGan.Dsl.Spec.Model;

/// <param name="Loss">What becomes of a score; nothing where there is no discriminator.</param>
/// <param name="Regression">Of z from E(G(z)).</param>
/// <param name="Reconstruction">Of x by G(E(x)).</param>
public sealed record ObjectiveSpec(AdversarialLoss Loss, ScoresSpec Scores, RegressionKind Regression, ReconstructionError Reconstruction, WeightsSpec Weights);

/// <summary>Which of the scores s_x, s_z and s_xz enter both losses; none without a discriminator.</summary>
public sealed record ScoresSpec(bool X, bool Z, bool Joint);

public enum RegressionKind
{
    None,

    /// <summary>The gradient stops at E (BiGAN's latent regressor).</summary>
    Separate,

    /// <summary>G learns from it too (the joint latent regressor).</summary>
    Joint,
}

/// <summary>Factors of the terms in every loss that has them.</summary>
public sealed record WeightsSpec(double X, double Z, double Joint, double Regression, double Reconstruction);
