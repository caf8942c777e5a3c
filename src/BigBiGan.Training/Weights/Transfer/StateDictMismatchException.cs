namespace BigBiGan.Training.Weights.Transfer;

/// <summary>Files whose entries do not fit a variant; nothing was written.</summary>
/// <param name="problems">All of them, a line each: what is missing, extra or of another shape, with expected and found.</param>
public sealed class StateDictMismatchException(string message, IReadOnlyList<string> problems) : Exception(message)
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
