using System.Text.Json;
using System.Text.RegularExpressions;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Pipelines;

namespace BigBiGan.Experiments.Tests.Pipelines;

public sealed partial class CellJobTests
{
    [Theory]
    [InlineData(4096, 16, 256)]
    [InlineData(257, 2, 129)]
    [InlineData(256, 1, 256)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1, 0)]
    public void A_grid_is_cut_into_no_more_jobs_than_GitHub_takes(int cells, int size, int jobs)
    {
        Assert.Equal(size, CellJob.LeastSize(cells, GitHubMatrix.MostJobs));
        var cut = CellJob.Cut(Made(cells), size);
        Assert.Equal(jobs, cut.Count);
        Assert.Equal(Made(cells).Select(cell => cell.Cell.Identity[..12]), cut.SelectMany(job => job.Words.Split(' ')));
    }

    [Fact]
    public void Keys_are_unique_whatever_the_cells_are_called_and_take_no_letter_that_artifacts_do_not()
    {
        string[] variants = ["a\":<>|*?\\/b", "ö/ü\r\n", new('x', 400), "small/fashion", "small-fashion", ""];
        var keys = CellJob.Cut(Made(1200, variants), 2).Select(job => job.Key).ToList();
        Assert.All(keys, key => Assert.Matches(Plain(), key));
        Assert.Equal(600, keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("cells-001-a---------b-s0-and-1-more", keys[0]);
        Assert.Equal("cells-002-xxxx", keys[1][..14]); // of a long path the end
        Assert.Equal("cells-003-small-fashion-s4-and-1-more", CellJob.Cut(Made(1200, "small/fashion"), 2)[2].Key);
    }

    [Fact]
    public void A_job_is_named_after_its_cell()
    {
        var one = Assert.Single(CellJob.Cut(Made(1, "small/fashion"), 1));
        Assert.Equal(("cells-1-small-fashion-s0", "small/fashion, training.batch 4, seed 0"), (one.Key, one.Name));
    }

    [Fact]
    public void The_matrix_of_GitHub_is_two_outputs_and_fits_into_a_job()
    {
        var text = GitHubMatrix.Text(CellJob.Cut(Made(4096, new string('x', 400)), 16));
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("cells=4096", lines[0]);
        var jobs = JsonDocument.Parse(lines[1]["matrix=".Length..]).RootElement.GetProperty("include").EnumerateArray().ToList();
        Assert.Equal(256, jobs.Count);
        Assert.Equal(16, jobs[255].GetProperty("cells").GetString()!.Split(' ').Length);
        Assert.True(text.Length < 512 * 1024, $"outputs of a job have at most a MiB of UTF-16, and these are {text.Length} letters");
        Assert.Equal("cells=0\nmatrix={\"include\":[]}\n", GitHubMatrix.Text([]));
    }

    [Fact]
    public void The_pipeline_of_GitLab_is_never_empty()
    {
        var text = GitLabPipeline.Text("grids/it's", CellJob.Cut(Made(3, "small/fashion"), 2)).Split('\n');
        Assert.Equal(["variables: { GRID: 'grids/it''s' }", "", "cells-1-small-fashion-s0-and-1-more:", "  extends: .cells"], text[1..5]);
        Assert.Equal("variables: { GRID: 'ci' }\n", GitLabPipeline.Text("ci", []).Split('\n', 2)[1]);
    }

    /// <summary>Cells of made-up variants, seeds and identities.</summary>
    private static List<PlannedCell> Made(int count, params string[] variants) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var cell = Lab.Planned(Grids.Lab.Cells[0]);
        var variant = variants.Length == 0 ? "small/fashion" : variants[i % variants.Length];
        return cell with { Cell = cell.Cell with { VariantPath = variant, Seed = (ulong)i, Identity = $"{i:x12}{new string('0', 52)}" } };
    })];

    [GeneratedRegex(@"^cells-[A-Za-z0-9._-]{1,58}$")]
    private static partial Regex Plain();
}
