namespace BigBiGan.Dsl.Spec.Latents;

/// <summary>What z is drawn from. A new prior is a row here and a class in <c>BigBiGan.Dsl/Typed</c>.</summary>
/// <param name="word">In a spec.</param>
/// <param name="text">As the field writes it.</param>
/// <param name="type">The C# class, over a type of latents.</param>
public sealed class Prior(string word, string text, string type)
{
    public static Prior Normal { get; } = new("normal", "N(0, 1)", "NormalPrior");

    public static Prior Uniform { get; } = new("uniform", "U(-1, 1)", "UniformPrior")
    {
        IsBounded = true,
        RegressionError = "CrossEntropy",
        RegressionText = "cross-entropy on (-1, 1)",
    };

    /// <summary>In the order in which they are documented; the first is the default.</summary>
    public static IReadOnlyList<Prior> All { get; } = [Normal, Uniform];

    public string Word => word;

    public string Text => text;

    /// <summary>The class's name in the namespace of the typed tensors.</summary>
    public string Class => type;

    /// <summary>Whether all of it lies within (-1, 1).</summary>
    public bool IsBounded { get; init; }

    /// <summary>The posterior whose z can be regressed on a draw.</summary>
    public Posterior Regressed => IsBounded ? Posterior.Tanh : Posterior.Point;

    /// <summary>The method of <c>LatentRegression</c> that tells how far E(G(z)) is from z.</summary>
    public string RegressionError { get; init; } = "SquaredError";

    /// <summary>The same in words.</summary>
    public string RegressionText { get; init; } = "squared error";

    /// <inheritdoc/>
    public override string ToString() => word;
}
