namespace BigBiGan.Training.Loop;

/// <summary>A NaN or an infinity appeared in training.</summary>
/// <param name="after">The last step that is known to be finite.</param>
/// <param name="step">The step at which it was seen.</param>
public sealed class DivergenceException(long after, long step, string found)
    : Exception(after + 1 >= step
        ? $"training diverged in step {step}: {found}"
        : $"training diverged between steps {after + 1} and {step}: {found}")
{
    /// <summary>Steps that were done when it was seen.</summary>
    public long Step { get; } = step;
}
