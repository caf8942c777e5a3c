using System.Globalization;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>A problem as MSBuild prints it: <c>models/x.yaml(11,1): error BBG0201: …</c>.</summary>
public static class ProblemText
{
    /// <param name="problem">What is wrong.</param>
    /// <param name="span">Where, from the file's <see cref="SourceMap"/>.</param>
    /// <param name="path">The file's path as it shall be shown.</param>
    public static string Of(Problem problem, Span span, string path) =>
        string.Format(CultureInfo.InvariantCulture, "{0}({1},{2}): error {3}: {4}", path, span.Line, span.Column, problem.Rule.Id, problem.Message);
}
