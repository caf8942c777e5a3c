namespace BigBiGan.Cli.Specs;

/// <summary>A problem of a spec as <c>check</c> shows it, with its place in the file.</summary>
/// <param name="Line">From 1 on.</param>
/// <param name="Column">From 1 on.</param>
/// <param name="Id">Of the rule: <c>BBG0101</c>.</param>
/// <param name="Text">The line that the build prints.</param>
internal sealed record LocatedProblem(string File, int Line, int Column, string Id, string Message, string Text);
