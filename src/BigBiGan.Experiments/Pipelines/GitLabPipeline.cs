using System.Text;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Pipelines;

/// <summary>Jobs as a file of GitLab CI, for a child pipeline.</summary>
public static class GitLabPipeline
{
    /// <summary>As many as GitLab makes of a matrix; of jobs that stand in a file it takes more, but few runners do.</summary>
    public const int MostJobs = 200;

    /// <summary>A job per <see cref="CellJob"/>, which has its cells in <c>CELLS</c>, and all else from a job <c>.cells</c> of another file.</summary>
    /// <param name="grid">As commands name it: GitLab takes no file without a key, and so <c>GRID</c> is there where no job is.</param>
    public static string Text(string grid, IReadOnlyList<CellJob> jobs)
    {
        var text = new StringBuilder();
        var cells = Quantity.Count(jobs.Sum(job => job.Cells.Count), "cell");
        text.Append($"# {cells} in {Quantity.Count(jobs.Count, "job")}, as `bigbigan grid plan --format gitlab` cut them.\n");
        text.Append($"variables: {{ GRID: '{grid.Replace("'", "''", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}' }}\n");
        foreach (var job in jobs)
        {
            text.Append($"\n{job.Key}:\n  extends: .cells\n  variables: {{ CELLS: \"{job.Words}\" }}\n");
        }

        return text.ToString();
    }
}
