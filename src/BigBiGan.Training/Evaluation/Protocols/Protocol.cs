using BigBiGan.Training.Text;

namespace BigBiGan.Training.Evaluation.Protocols;

/// <summary>How a number was measured. Only numbers of equal protocols may stand in one column.</summary>
/// <param name="Data">Set, size, splits with counts, and the content's hash: <c>fashion-mini 1x32x32 2b1f09aa, 2000 train / 500 test</c>.</param>
/// <param name="Method">Metric and settings: <c>linear probe on frozen features, L2 10 to 1E-06 chosen by 3 folds</c>.</param>
/// <param name="FeatureNetwork">Whose features compare samples; null where the subject's own features are judged.</param>
/// <param name="Networks">State of the judged network: <c>G with standing statistics of 100 batches, EMA</c>. Baselines without a network share it.</param>
public sealed record Protocol(string Data, string Method, string? FeatureNetwork, string Networks)
{
    /// <summary>One line for a table's foot.</summary>
    public string Text => string.Join("; ", new[] { Method, Data, FeatureNetwork, Networks }.Where(part => part is not null));

    /// <summary>Eight hex digits of the text's hash: equal for equal protocols.</summary>
    public string Id => TextHash.Of(Text)[..8];
}
