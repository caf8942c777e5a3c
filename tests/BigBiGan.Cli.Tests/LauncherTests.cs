using System.Text.Json.Nodes;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>Launchers without a cluster: what they refuse, and a queue by the lines of a profile, for which a shell stands.</summary>
public sealed class LauncherTests
{
    private readonly string _results = Workplace.New("launched");
    private readonly string _profile = Workplace.New("profile") + ".yaml";

    [Theory]
    [InlineData("--launcher is 'slrum'; expected local, slurm or command", "", "--launcher", "slrum")]
    [InlineData("--launcher command needs the lines of its queue; add --profile FILE, a launcher with `command`", "", "--launcher", "command")]
    [InlineData("--profile none.yaml: no such file; expected a launcher, a .yaml file with `launcher: NAME` (docs/clusters.md)", "", "--launcher", "slurm", "--profile", "none.yaml")]
    [InlineData("--profile is a queue's; add --launcher slurm or --launcher command", "launcher: A", "--profile", "P")]
    [InlineData("--jobs is of cells on this machine; `limit` of the profile says how many jobs a queue runs at once", "launcher: A", "--launcher", "slurm", "--profile", "P", "--jobs", "2")]
    [InlineData("--profile P is no launcher; expected a file with `launcher: NAME` (docs/clusters.md)", "latent: { size: 8 }", "--launcher", "slurm", "--profile", "P")]
    [InlineData("P(2,1): error BBG0201: `partitoin` is not a key of a launcher; did you mean `partition`?", "launcher: A\npartitoin: gpu", "--launcher", "slurm", "--profile", "P")]
    [InlineData("P(2,7): error BBG0202: `time` is `12`; expected hours, minutes and seconds such as `12:00:00`, or with days before them, `2-00:00:00`; 1 more: bigbigan check P", "launcher: A\ntime: 12\ngpus: 1", "--launcher", "slurm", "--profile", "P")]
    [InlineData("P has `command`, the lines of another queue; take --launcher command, or leave them out", "launcher: A\ncommand: { submit: 'bsub {script}' }", "--launcher", "slurm", "--profile", "P")]
    [InlineData("P has no `command.submit`, the line that gives a job to the queue; add it, or take --launcher slurm", "launcher: A", "--launcher", "command", "--profile", "P")]
    [InlineData("P has `time`, and `command.submit` does not hand it on; put {time} or {minutes} into the line, or leave out `time`", "launcher: A\ntime: 1:00:00\ncommand: { submit: 'bsub {script}' }", "--launcher", "command", "--profile", "P")]
    [InlineData("P has {cpus} in `command.submit`, and no `cpus`; add it", "launcher: A\ncommand: { submit: 'bsub -n {cpus} {script}' }", "--launcher", "command", "--profile", "P")]
    [InlineData("P has `limit`, which Slurm alone takes; leave it out, and put what the queue has in its place into `command.submit`", "launcher: A\nlimit: 2\ncommand: { submit: 'bsub {script}' }", "--launcher", "command", "--profile", "P")]
    [InlineData("P has 2 `cpus` and 4 `replicas`, each of which keeps a core busy; give `cpus: 4` or more, or leave `cpus` out", "launcher: A\ncpus: 2\nreplicas: 4", "--launcher", "slurm", "--profile", "P")]
    [InlineData("P has `replicas`, and `command.submit` does not hand it on; put {cpus} into the line, or leave out `replicas`", "launcher: A\nreplicas: 2\ncommand: { submit: 'bsub {script}' }", "--launcher", "command", "--profile", "P")]
    [InlineData("the profile A has 3 `replicas`, and the batch of small/fashion, training.steps 12, seed 0 is 16, which has not as many equal parts; change `replicas`, or choose other cells by --only", "launcher: A\nreplicas: 3", "--launcher", "slurm", "--profile", "P")]
    public void What_cannot_be_launched_is_one_line_and_nothing_begins(string message, string profile, params string[] arguments)
    {
        File.WriteAllText(_profile, profile + "\n");
        string Named(string text) => text.Split('P') is [.. var parts] ? string.Join(_profile, parts) : text;
        var refusal = Bigbigan.Run(["grid", "run", "ci", "--results", _results, .. arguments.Select(word => word == "P" ? _profile : word)]).Refusal();
        Assert.Equal(message.StartsWith("P", StringComparison.Ordinal) || message.Contains(" P ", StringComparison.Ordinal) ? Named(message) : message, refusal);
        Assert.False(Directory.Exists(_results));
    }

    [Fact]
    public void A_queue_without_its_programs_here_is_one_line()
    {
        var answer = Bigbigan.Finish(Bigbigan.Start("env", Workplace.Folder, ["PATH=/nowhere", FullDotnet, Bigbigan.Program, "grid", "run", "ci", "--launcher", "slurm", "--results", _results]));
        Assert.Equal("scontrol cannot be started here; expected the cluster's programs on the PATH of this machine", answer.Refusal());
    }

    [Fact]
    public void A_queue_by_lines_of_a_profile_gets_what_is_missing_once_and_is_asked_and_told_to_stop()
    {
        var (stub, jobs) = (Workplace.New("stub"), Workplace.NewFolder("queue"));
        // a queue is a folder with a file per job; its jobs begin when the test runs their scripts
        File.WriteAllText(stub, """
            identity=$4; results=$6
            folder=$(echo "$results"/*-"${identity:0:12}")
            echo "$identity on ${QUEUE}" >> "$results/trained.txt"
            printf '{"identity":"%s","step":1,"seconds":1,"threads":1,"measurements":[],"pictures":[]}' "$identity" > "$folder/result.json"

            """);
        File.WriteAllText(_profile, $"""
            launcher: Folder
            time: 1:30:00
            program: "bash '{stub}'"
            setup: [export QUEUE=folder]
            command:
              submit: "echo {"{minutes}"} {"{script}"} > '{jobs}'/{"{name}"}; echo submitted; echo {"{name}"}"
              queued: "test -e '{jobs}'/{"{id}"}"
              cancel: "rm '{jobs}'/{"{id}"}"

            """);
        string[] run = ["grid", "run", "ci", "--results", _results, "--launcher", "command", "--profile", _profile];
        Assert.StartsWith("2 of 2 cells submitted in 2 jobs (ci-0 to ci-1); ", Bigbigan.Run(run).Succeeds().OutLines[^1]);
        Assert.StartsWith("0 of 2 cells submitted; ", Bigbigan.Run(run).Succeeds().OutLines[^1]);
        Assert.All(Bigbigan.Run("grid", "status", "ci", "--results", _results, "--json").Succeeds().Json().GetProperty("cells").EnumerateArray(), cell => Assert.Equal("queued", cell.GetProperty("state").GetString()));

        var cancelled = Bigbigan.Run("grid", "cancel", "ci", "--results", _results, "--only", "no-e", "--json").Succeeds().Json();
        Assert.Equal(["ci-1"], cancelled.GetProperty("jobs").EnumerateArray().Select(job => job.GetString()));
        Assert.Equal([Path.Combine(jobs, "ci-0")], Directory.GetFiles(jobs));
        var script = File.ReadAllText(Path.Combine(jobs, "ci-0"))["90 ".Length..].Trim();
        Bigbigan.Finish(Bigbigan.Start("bash", Workplace.Folder, [script])).Succeeds();
        File.Delete(Path.Combine(jobs, "ci-0"));

        Assert.StartsWith("1 of 2 cells submitted in 1 job (ci-0); ", Bigbigan.Run(run).Succeeds().OutLines[^1]);
        Assert.EndsWith(" on folder", Assert.Single(File.ReadAllLines(Path.Combine(_results, "trained.txt"))));
        Assert.StartsWith("1 cell in 1 job cancelled; ", Bigbigan.Run("grid", "cancel", "ci", "--results", _results).Succeeds().OutLines[^1]);
        Assert.Contains("grids/ci: 1 of 2 cells done, 1 new", Bigbigan.Run("grid", "status", "ci", "--results", _results, "--watch").Succeeds().OutLines);
    }

    [Fact]
    public void A_profile_s_replicas_train_each_cell_and_its_job_asks_for_a_core_for_each()
    {
        var cores = Workplace.New("cores");
        File.WriteAllText(_profile, $"""
            launcher: Here
            replicas: 2
            command:
              submit: "echo {"{cpus}"} > '{cores}'; bash {"{script}"} > {"{log}"} 2>&1; echo 1"

            """);
        Bigbigan.Run("grid", "run", "ci", "--results", _results, "--only", "no-e", "--launcher", "command", "--profile", _profile).Succeeds();
        Assert.Equal("2", File.ReadAllText(cores).Trim());
        var cell = Assert.Single(Directory.GetDirectories(_results, "small-no-e-*"));
        Assert.True(File.Exists(Path.Combine(cell, "result.json")), File.ReadAllText(Path.Combine(cell, "output.txt")));
        Assert.Equal(2, JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "run", "run.json")))!["replicas"]!.GetValue<int>());
        Assert.Null(JsonNode.Parse(File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(GridRunTests.Whole, "small-no-e-*")), "run", "run.json")))!["replicas"]);
    }

    [Fact]
    public void The_status_of_cells_that_are_done_and_their_logs_are_shown_without_any_queue()
    {
        var status = Bigbigan.Run("grid", "status", "ci", "--results", GridRunTests.Whole).Succeeds();
        Assert.Contains("grids/ci: 2 of 2 cells done", status.OutLines);
        var cell = Bigbigan.Run("grid", "status", "ci", "--results", GridRunTests.Whole, "--json").Succeeds().Json().GetProperty("cells")[0];
        Assert.Equal(("done", 12, 12), (cell.GetProperty("state").GetString(), cell.GetProperty("step").GetInt32(), cell.GetProperty("steps").GetInt32()));
        var identity = cell.GetProperty("identity").GetString()![..12];
        var text = File.ReadAllText(Path.Combine(cell.GetProperty("folder").GetString()!, "output.txt"));
        Assert.Equal(text, Bigbigan.Run("grid", "logs", identity, "--results", GridRunTests.Whole).Succeeds().Out);
        Assert.Equal(text, Bigbigan.Run("grid", "logs", identity, "--results", GridRunTests.Whole, "--follow").Succeeds().Out);
        Assert.Contains("0 cells in 0 jobs cancelled; ", Bigbigan.Run("grid", "cancel", "ci", "--results", GridRunTests.Whole).Succeeds().OutLines[^1]);
    }

    [Theory]
    [InlineData("no grid has a cell 'ffffffff'; 'bigbigan grid plan GRID' shows all of a grid", "grid", "logs", "ffffffff")]
    [InlineData("--watch and --json are mutually exclusive", "grid", "status", "ci", "--watch", "--json")]
    [InlineData("--only 'no-ee' fits no cell of grids/ci (did you mean no-e?); 'bigbigan grid plan ci' shows all", "grid", "cancel", "ci", "--only", "no-ee")]
    public void What_is_not_there_is_one_line(string message, params string[] arguments) => Assert.Equal(message, Bigbigan.Run(arguments).Refusal());

    [Fact]
    public void The_plan_of_a_profile_without_a_speed_is_refused_and_that_of_one_with_it_has_hours()
    {
        File.WriteAllText(_profile, "launcher: Fast\n");
        Assert.Equal($"--profile {_profile} has no `rate`, from which hours come; the foot of a report of cells that ran there tells it", Bigbigan.Run("grid", "plan", "table1", "--profile", _profile).Refusal());
        File.WriteAllText(_profile, "launcher: Fast\nrate: 9e17\ntime: 100:00:00\n");
        var lines = Bigbigan.Run("grid", "plan", "table1", "--profile", _profile).Succeeds().OutLines;
        Assert.Contains("Every cell trains within the 100 h of a job.", lines);
    }

    private static string FullDotnet => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
        ? path
        : Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
}
