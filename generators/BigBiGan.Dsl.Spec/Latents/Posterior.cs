namespace BigBiGan.Dsl.Spec.Latents;

/// <summary>
/// What E answers with. A new one is a row here; one that is a distribution has a class in <c>BigBiGan.Dsl/Typed</c> with a
/// location <c>Mu</c>, a scale <c>Sigma</c> and <c>Sample(noise)</c>.
/// </summary>
/// <param name="word">In a spec.</param>
/// <param name="meaning">What z is, in docs/spec.md.</param>
/// <param name="summary">What E does, in the documentation of the generated code.</param>
public sealed class Posterior(string word, string meaning, string summary)
{
    public static Posterior Gaussian { get; } = new("gaussian", "z = mu + sigma noise", "image -> N(mu, sigma), sigma = softplus(raw).")
    {
        Distribution = "GaussianPosterior",
        Misfit = prior => prior.IsBounded ? "a gaussian leaves U(-1, 1): expected `tanh` or `point`" : null,
    };

    public static Posterior Laplace { get; } = new("laplace", "the same with heavier tails", "image -> Laplace(mu, sigma), sigma = softplus(raw).")
    {
        Distribution = "LaplacePosterior",
        Misfit = prior => prior.IsBounded ? "a Laplace distribution leaves U(-1, 1): expected `tanh` or `point`" : null,
    };

    public static Posterior Point { get; } = new("point", "z itself", "image -> z.");

    public static Posterior Tanh { get; } = new("tanh", "tanh of it for the uniform prior", "image -> z = tanh(raw).")
    {
        Activation = "tanh_()",
        Misfit = prior => prior.IsBounded ? null : "tanh never leaves (-1, 1): expected `gaussian` or `point`, or `prior: uniform`",
    };

    /// <summary>In the order in which they are documented; the first is the default.</summary>
    public static IReadOnlyList<Posterior> All { get; } = [Gaussian, Laplace, Point, Tanh];

    public string Word => word;

    public string Meaning => meaning;

    public string Summary => summary;

    /// <summary>
    /// The class of the distribution, over a type of latents, in the namespace of the typed tensors;
    /// null where E answers with the latent itself.
    /// </summary>
    public string? Distribution { get; init; }

    /// <summary>What is done in place to E's last output; null where nothing is.</summary>
    public string? Activation { get; init; }

    /// <summary>Why E cannot reach all of a prior, or leaves it, and what is expected; null where it fits.</summary>
    internal Func<Prior, string?> Misfit { get; init; } = _ => null;

    /// <summary>Whether a sample takes noise.</summary>
    public bool NeedsNoise => Distribution is not null;

    /// <summary>Numbers that E gives for a latent of this size: its mean and its raw scale, or itself.</summary>
    public int Outputs(int latent) => NeedsNoise ? 2 * latent : latent;

    /// <inheritdoc/>
    public override string ToString() => word;
}
