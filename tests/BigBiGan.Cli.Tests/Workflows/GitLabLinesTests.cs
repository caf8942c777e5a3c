using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>The scripts of ci/gitlab/grid.yml, job by job.</summary>
[Collection("the lines of CI, one service after the other")]
public sealed class GitLabLinesTests
{
    private readonly ChangedRepository _repository = new();

    private readonly List<(string Name, string Value)> _settings =
    [
        ("GRID", "ci"), ("BASE", "HEAD^1"), ("CI_DEFAULT_BRANCH", "main"), ("CI_API_V4_URL", "https://example.org/api/v4"), ("CI_JOB_URL", "https://example.org/jobs/9"),
    ];

    [FactWhereProgramsAre("jq")]
    public void The_scripts_lead_from_a_change_to_one_note_that_is_updated_in_place()
    {
        // over the budget there is no child pipeline
        Assert.Equal(1, Run("grid-plan", ("BUDGET", "1e3")).Code);
        var plan = Run("grid-plan", ("BUDGET", "none")).Succeeds();
        Assert.Contains("1 cell of 2, stale or new since HEAD^1,", plan.Out);
        var child = PipelineFile.Parse(_repository.Read("cells.yml"));
        Assert.Equal("grids/ci", PipelineFile.Value(PipelineFile.Map(child["variables"]), "GRID"));
        var job = PipelineFile.Map(child["cells-1-small-no-e-s0"]);
        Assert.Equal(".cells", PipelineFile.Value(job, "extends"));

        // the cell is trained by the lines of GitHub, which say the same
        _repository.Bring(GridRunTests.Whole, ChangedRepository.Added, "results");
        var cells = PipelineFile.Value(PipelineFile.Map(job["variables"]), "CELLS")!;
        Assert.Contains("small/no-e, training.steps 12, seed 0: done", Run(".cells", ("CELLS", cells)).Succeeds().Out);

        // without a token, as in a fork, the report is all
        _repository.Bring(GridRunTests.Whole, ChangedRepository.Kept, "main");
        _repository.Program("stubs/curl", """
            echo "$*" >> calls
            case "$*" in
              *--request*) cp notes-after.json notes.json ;;
              *page=1) cat notes.json ;;
              *) echo '[]' ;;
            esac
            """);
        var marker = "<!-- bigbigan grid report grids/ci -->";
        File.WriteAllText(_repository.In("notes.json"), "[{ \"id\": 1, \"body\": \"well done\" }]");
        File.WriteAllText(_repository.In("notes-after.json"), $"[{{ \"id\": 1, \"body\": \"well done\" }}, {{ \"id\": 7, \"body\": \"{marker}\\n...\" }}]");
        Assert.StartsWith(marker, Report().Out.Split('\n').Single(line => line.StartsWith("<!--", StringComparison.Ordinal)));
        Assert.False(File.Exists(_repository.In("calls")));
        Assert.Contains("](https://example.org/jobs/9/artifacts/browse)", _repository.Read("comment.md"));
        Assert.True(File.Exists(_repository.In("report/report.html")));
        Assert.Single(Directory.GetDirectories(_repository.In("main"))); // a merge request changes nothing there

        (string, string)[] request = [("GRID_TOKEN", "secret"), ("CI_MERGE_REQUEST_IID", "5"), ("CI_MERGE_REQUEST_PROJECT_ID", "3")];
        Report(request);
        Assert.EndsWith("--request POST --data-urlencode body@comment.md --output /dev/null https://example.org/api/v4/projects/3/merge_requests/5/notes", Calls()[^1]);
        Report([.. request, ("CI_COMMIT_BRANCH", "main")]);
        Assert.EndsWith("--request PUT --data-urlencode body@comment.md --output /dev/null https://example.org/api/v4/projects/3/merge_requests/5/notes/7", Calls()[^1]);
        Assert.Equal(4, Calls().Length);
        Assert.Equal(2, Directory.GetDirectories(_repository.In("main")).Length);
    }

    /// <summary>In a job of its own, which has the artifacts of the cells.</summary>
    private Answer Report(params (string, string)[] settings)
    {
        Directory.Delete(_repository.In("results"), recursive: true);
        _repository.Bring(GridRunTests.Whole, ChangedRepository.Added, "results");
        if (Directory.Exists(_repository.In("trained")))
        {
            Directory.Delete(_repository.In("trained"), recursive: true);
        }

        return Run("grid-report", settings).Succeeds();
    }

    private string[] Calls() => File.ReadAllLines(_repository.In("calls"));

    private Answer Run(string job, params (string, string)[] settings) =>
        _repository.Run(PipelineFile.Script(PipelineFile.Map(PipelineFile.Read(PipelineFile.GitLab)[job])), [.. _settings, .. settings]);
}
