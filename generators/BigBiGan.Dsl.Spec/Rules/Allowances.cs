using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Rules;

/// <summary>A file's problems against what its comments allow.</summary>
internal static class Allowances
{
    /// <summary>Takes out what is allowed, and hands it over; an allowance of what is not there is a problem itself.</summary>
    /// <param name="allowances">Of the file.</param>
    /// <param name="findings">Of the file.</param>
    /// <param name="complete">Whether all checks ran: behind a problem that stopped them nobody knows what an allowance is for.</param>
    public static IReadOnlyList<Problem> Settle(EquatableArray<Allowance> allowances, Findings findings, bool complete)
    {
        var allowed = findings.Take(problem => allowances.Any(allowance => allowance.Covers(problem)));
        foreach (var idle in allowances.Where(allowance => complete && !allowed.Any(allowance.Covers)))
        {
            findings.At(Rule.IdleAllowance, idle.Place, $"no {idle.Rule.Id} is found in the line that this comment is for, which allows nothing; remove it, or move it to the line of the problem");
        }

        return allowed;
    }
}
