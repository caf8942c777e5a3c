using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>A file's problems against what its comments allow.</summary>
internal static class Suppressions
{
    /// <summary>Takes out what is allowed, and hands it over; an suppression of what is not there is a problem itself.</summary>
    /// <param name="suppressions">Of the file.</param>
    /// <param name="findings">Of the file.</param>
    /// <param name="complete">Whether all checks ran: behind a problem that stopped them nobody knows what an suppression is for.</param>
    public static IReadOnlyList<Problem> Apply(EquatableArray<Suppression> suppressions, Findings findings, bool complete)
    {
        var allowed = findings.Take(problem => suppressions.Any(suppression => suppression.Covers(problem)));
        foreach (var idle in suppressions.Where(suppression => complete && !allowed.Any(suppression.Covers)))
        {
            findings.At(
                Rule.UnusedSuppression,
                idle.Place,
                $"no {idle.Rule.Id} is found in the line that this comment is for, which allows nothing; remove it, or move it to the line of the problem");
        }

        return allowed;
    }
}
