using System.Globalization;
using System.Text.Json;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Pipelines;

/// <summary>Jobs as outputs of a job of GitHub Actions, for the matrix of another.</summary>
public static class GitHubMatrix
{
    /// <summary>GitHub makes no more jobs of a matrix.</summary>
    public const int MostJobs = 256;

    /// <summary>
    /// Two lines for <c>$GITHUB_OUTPUT</c>: <c>cells=16</c>, how many there are, since GitHub refuses a matrix without any; and
    /// <c>matrix={"include":[{"job":…,"name":…,"cells":…}]}</c>.
    /// </summary>
    public static string Text(IReadOnlyList<CellJob> jobs)
    {
        var matrix = new { include = jobs.Select(job => new { job = job.Key, name = job.Name, cells = job.Words }) };
        return string.Create(CultureInfo.InvariantCulture, $"cells={jobs.Sum(job => job.Cells.Count)}\n")
            + $"matrix={JsonSerializer.Serialize(matrix, JsonFormat.Line)}\n";
    }
}
