namespace BigBiGan.Dsl.Spec.Objectives;

/// <summary>How far G(E(x)) is from x. A new error is a row here and a method of <c>BigBiGan.Dsl/Objectives/Reconstruction</c>.</summary>
/// <param name="word">In a spec.</param>
/// <param name="method">Its name; null for a variant that reconstructs nothing.</param>
public sealed class ReconstructionError(string word, string? method)
{
    public static ReconstructionError None { get; } = new("none", null);

    /// <summary>Mean absolute error.</summary>
    public static ReconstructionError Absolute { get; } = new("l1", "AbsoluteError");

    /// <summary>Mean squared error.</summary>
    public static ReconstructionError Squared { get; } = new("l2", "SquaredError");

    /// <summary>In the order in which they are documented; the first is the default.</summary>
    public static IReadOnlyList<ReconstructionError> All { get; } = [None, Absolute, Squared];

    public string Word => word;

    public string? Method => method;

    /// <inheritdoc/>
    public override string ToString() => word;
}
