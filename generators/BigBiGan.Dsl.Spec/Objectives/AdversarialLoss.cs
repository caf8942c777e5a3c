namespace BigBiGan.Dsl.Spec.Objectives;

/// <summary>
/// What becomes of a score. A new loss is a row here and a class in <c>BigBiGan.Dsl/Objectives</c> with <c>DiscriminatorTerm(scores)</c> and
/// <c>GeneratorEncoderTerm(scores)</c>.
/// </summary>
/// <param name="word">In a spec.</param>
/// <param name="meaning">In docs/spec.md.</param>
/// <param name="type">The class of the terms.</param>
public sealed class AdversarialLoss(string word, string meaning, string type)
{
    /// <summary>max(0, 1 - t) for D, the plain means for G and E (Donahue and Simonyan, 2019).</summary>
    public static AdversarialLoss Hinge { get; } = new("hinge", "one hinge each", "HingeObjective");

    /// <summary>softplus(-t) for D, with the pairs' roles exchanged for G and E: the non-saturating logistic loss (Donahue et al., 2017).</summary>
    public static AdversarialLoss CrossEntropy { get; } = new(
        "cross-entropy", "sigmoid cross-entropy with exchanged labels for G and E", "CrossEntropyObjective");

    /// <summary>Squared distances to 0 and 1 (Mao et al., 2017).</summary>
    public static AdversarialLoss LeastSquares { get; } = new("least-squares", "squared distances to 0 and 1, exchanged for G and E", "LeastSquaresObjective");

    /// <summary>In the order in which they are documented; the first is the default.</summary>
    public static IReadOnlyList<AdversarialLoss> All { get; } = [Hinge, CrossEntropy, LeastSquares];

    public string Word => word;

    public string Meaning => meaning;

    /// <summary>The class's name in the namespace of the objectives.</summary>
    public string Class => type;

    /// <inheritdoc/>
    public override string ToString() => word;
}
