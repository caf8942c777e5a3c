using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;
using YamlDotNet.RepresentationModel;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>The lines of .github/workflows/grid.yml, each of them, in the order in which GitHub runs them.</summary>
[Collection("the lines of CI, one service after the other")]
public sealed class GitHubLinesTests
{
    private const string Link = "https://example.org/artifacts/7";

    private readonly ChangedRepository _repository = new();

    private readonly Queue<(string Job, string Name, YamlMappingNode Step)> _steps = new(PipelineFile.Jobs(".github/workflows/grid.yml").SelectMany(
        job => PipelineFile.Steps(job.Value)
            .Where(step => PipelineFile.Has(step, "run"))
            .Select(step => (job.Key, PipelineFile.Value(step, "name") ?? "", step))));

    private readonly List<(string Name, string Value)> _settings = [];

    [FactWhereProgramsAre("jq")]
    public void The_lines_lead_from_a_change_to_one_comment_that_is_updated_in_place()
    {
        var (output, summary) = (_repository.In("output.txt"), _repository.In("summary.md"));
        _settings.AddRange(
        [
            ("GRID", "ci"), ("BASE", "HEAD^1"), ("GITHUB_OUTPUT", output), ("GITHUB_STEP_SUMMARY", summary), ("GITHUB_REPOSITORY", "owner/project"),
        ]);

        // the cell that the change adds is told before anything trains
        Run("plan", "What the change makes stale").Succeeds();
        Assert.Contains("grids/ci: 0 stale, 1 added, 0 removed, 1 kept", File.ReadAllText(summary));
        Assert.Contains("1 cell of 2, stale or new since HEAD^1,", File.ReadAllText(summary));

        // over the budget nothing runs, and the way out is said
        var gate = Take("plan", "What runs, within the budget");
        Assert.Equal(1, Run(gate, ("BUDGET", "0.000001h")).Code);
        Assert.Equal("", File.ReadAllText(output));
        Assert.Contains("1 cell of grids/ci that is stale or new since HEAD^1 would cost ", File.ReadAllText(summary));
        Assert.Contains("gives it `run-grid`", File.ReadAllText(summary));
        Run(gate, ("BUDGET", "none")).Succeeds();
        Assert.Equal("cells=1", File.ReadAllLines(output)[0]);
        var job = JsonDocument.Parse(File.ReadAllLines(output)[1]["matrix=".Length..]).RootElement.GetProperty("include").EnumerateArray().Single();
        Assert.Equal("cells-1-small-no-e-s0", job.GetProperty("job").GetString());

        // a job of the matrix; its results go away as an artifact
        Run("cells", "", ("CELLS", job.GetProperty("cells").GetString()!)).Succeeds();
        Directory.Move(_repository.In("results"), _repository.In("artifact"));

        // the main branch had the other cell
        _repository.Bring(GridRunTests.Whole, ChangedRepository.Kept, "main");
        Run("report", "Cells that the change leaves as they are").Succeeds();
        _repository.Bring(_repository.In("artifact"), ChangedRepository.Added, "results");
        Run("report", "Pages").Succeeds();
        Assert.True(File.Exists(_repository.In("report/report.html")));
        Run("report", "Comment and summary", ("LINK", Link)).Succeeds();
        var comment = _repository.Read("comment.md");
        Assert.StartsWith("<!-- bigbigan grid report grids/ci -->\n### `grids/ci`: 2 of 2 cells done\n", comment);
        Assert.Contains($"]({Link})", comment);
        Assert.Contains("has no result there", comment);
        Assert.EndsWith(comment, File.ReadAllText(summary));

        // somebody else's comment is left alone, ours is made once
        Talk(comment);
        var post = Take("report", "The one comment on the pull request");
        (string, string)[] request = [("NUMBER", "5"), ("GH_TOKEN", "secret"), ("GH_CALLS", _repository.In("calls")), ("GH_COMMENTS", _repository.In("comments.json"))];
        Run(post, request).Succeeds();
        Assert.Equal("api --method POST repos/owner/project/issues/5/comments --field body=@comment.md --silent", Calls()[^1]);
        Run(post, request).Succeeds();
        Assert.Equal("api --method PATCH repos/owner/project/issues/comments/7 --field body=@comment.md --silent", Calls()[^1]);
        Assert.Equal(4, Calls().Length);

        // what main has from now on
        Run("report", "What the next changes are compared with").Succeeds();
        Assert.Equal(2, Directory.GetDirectories(_repository.In("main")).Count(cell => File.Exists(Path.Combine(cell, "result.json"))));
        Assert.Empty(_steps);
    }

    /// <summary>A stand-in for GitHub's <c>gh</c>: it knows the comments of one pull request.</summary>
    private void Talk(string comment)
    {
        File.WriteAllText(_repository.In("comments.json"), JsonSerializer.Serialize(new[] { new { id = 1, user = new { type = "User" }, body = comment } }));
        _repository.Program("stubs/gh", """
            echo "$*" >> "$GH_CALLS"
            while [ $# -gt 0 ]; do
              case "$1" in
                --method) method=$2; shift ;;
                --jq) filter=$2; shift ;;
                --field) body=${2#body=@}; shift ;;
              esac
              shift
            done
            if [ -z "$method" ]; then
              jq -r "$filter" "$GH_COMMENTS"
            elif [ "$method" = POST ]; then
              jq --rawfile body "$body" '. + [{ id: 7, user: { type: "Bot" }, body: $body }]' "$GH_COMMENTS" > "$GH_COMMENTS.new"
              mv "$GH_COMMENTS.new" "$GH_COMMENTS"
            fi
            """);
    }

    private string[] Calls() => File.ReadAllLines(_repository.In("calls"));

    /// <summary>The next step, which is the one that is meant: none is left out.</summary>
    private YamlMappingNode Take(string job, string name)
    {
        var next = _steps.Dequeue();
        Assert.Equal((job, name), (next.Job, next.Name));
        return next.Step;
    }

    private Answer Run(string job, string name, params (string, string)[] settings) => Run(Take(job, name), settings);

    private Answer Run(YamlMappingNode step, params (string, string)[] settings) => _repository.Run(PipelineFile.Value(step, "run")!, [.. _settings, .. settings]);
}
