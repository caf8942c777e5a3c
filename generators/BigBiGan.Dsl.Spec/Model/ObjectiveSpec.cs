namespace BigBiGan.Dsl.Spec.Model;

/// <param name="Loss">What becomes of a score; nothing where there is no discriminator.</param>
/// <param name="Regression">Of z from E(G(z)).</param>
/// <param name="Reconstruction">Of x by G(E(x)).</param>
public sealed record ObjectiveSpec(LossKind Loss, ScoresSpec Scores, RegressionKind Regression, ReconstructionKind Reconstruction, WeightsSpec Weights);

public enum LossKind
{
    /// <summary>max(0, 1 - t) for D, the plain means for G and E.</summary>
    Hinge,

    /// <summary>softplus(-t) for D, with the pairs' roles exchanged for G and E.</summary>
    CrossEntropy,
}

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

public enum ReconstructionKind
{
    None,

    /// <summary>Mean absolute error.</summary>
    L1,

    /// <summary>Mean squared error.</summary>
    L2,
}

/// <summary>Factors of the terms in every loss that has them.</summary>
public sealed record WeightsSpec(double X, double Z, double Joint, double Regression, double Reconstruction);
