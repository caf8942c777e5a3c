using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>What a person types to go on with a run: every message about the run that has advice takes it from here.</summary>
/// <param name="Resume">The command that goes on with the training.</param>
/// <param name="Measure">The command that measures a run which is trained.</param>
public sealed record RunAdvice(string Resume, string Measure)
{
    /// <summary>For a run of its own, as <c>train</c> makes it.</summary>
    public static RunAdvice OfRun(string folder) => new($"bigbigan train --resume {ShellWord.Of(folder)}", $"bigbigan evaluate {ShellWord.Of(folder)}");

    /// <summary>For the run of a grid's cell: who goes on with the run alone has no result of the cell.</summary>
    /// <param name="command">What goes on with the grid.</param>
    public static RunAdvice OfGrid(string command) => new(command, command);
}
