using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>
/// Grids on a real Slurm of two nodes. Where a test is about the queue and not about training, a script stands for the command that
/// trains a cell: the profile's <c>program</c> names it. It notes when it began and ended, and leaves a result.
/// </summary>
public sealed class SlurmTests(SlurmTests.Cluster cluster) : IClassFixture<SlurmTests.Cluster>, IDisposable
{
    private const string Fashion = "small/fashion, training.steps 12, seed 0";

    private readonly string _results = Workplace.New("slurm");
    private readonly string _stub = Workplace.New("stub");
    private readonly string _profile = Workplace.New("profile") + ".yaml";

    /// <summary>A test that fails leaves nothing in the queue for the next.</summary>
    public void Dispose() => PrivateSlurm.Ask("scancel", "--user=root");

    [FactWhereSlurmIs]
    [Trait("Speed", "slow")]
    public void Real_cells_on_slurm_of_which_one_is_warned_and_queued_again_are_those_of_a_local_run_to_the_byte()
    {
        _ = cluster.Slurm;
        File.WriteAllText(_profile, "launcher: Test\ntime: 1:00:00\ncpus: 1\n");
        var local = GridRunTests.Whole;
        Submit("ci").Succeeds();
        var task = Status("ci").Single(one => one.GetProperty("label").GetString() == Fashion).GetProperty("job").GetString()!; // before: twelve steps are short
        string? cell = null;
        PrivateSlurm.Wait("the first step", () => (cell = Directory.Exists(_results) ? Directory.GetDirectories(_results, "small-fashion-*").SingleOrDefault() : null) is not null && new FileInfo(Path.Combine(cell, "run", "log.jsonl")) is { Exists: true, Length: > 0 });
        PrivateSlurm.Ask("scancel", "--batch", "--signal=TERM", task); // what --signal=B:TERM@120 does before the time limit
        PrivateSlurm.Wait("its saving", () => File.ReadAllText(Path.Combine(cell!, "output.txt")).Contains("interrupted after step", StringComparison.Ordinal));
        PrivateSlurm.Drain();

        Assert.All(Status("ci"), one => Assert.Equal("done", one.GetProperty("state").GetString()));
        Assert.True(Directory.GetFiles(Path.Combine(cell!, "claims")).Length > 1, "the task was not begun again");
        Assert.All(Directory.GetDirectories(local), folder =>
        {
            var other = Path.Combine(_results, Path.GetFileName(folder));
            Assert.Equal(FinishedRun.Checkpoint(Path.Combine(folder, "run"), 12), FinishedRun.Checkpoint(Path.Combine(other, "run"), 12));
            Assert.Equal(Measured(folder), Measured(other));
        });
        Assert.True(File.Exists(Path.Combine(_results, "report", "report.md")), "the report's job made none");
        Assert.Contains("step 12 reached", Bigbigan.Run("grid", "logs", Path.GetFileName(cell!), "--results", _results, "--follow").Succeeds().Out);
    }

    [FactWhereSlurmIs]
    public void Cells_run_two_at_a_time_and_submitting_again_gives_the_queue_what_failed_alone()
    {
        _ = cluster.Slurm;
        Stub("limit: 2", tenths: 2, failing: "small/no-e");
        var held = Hold();
        var first = Submit("small-ablations").Succeeds();
        Assert.StartsWith("16 of 16 cells submitted in 16 jobs (", first.OutLines[^1]);
        var again = Submit("small-ablations").Succeeds();
        Assert.StartsWith("0 of 16 cells submitted; ", again.OutLines[^1]);
        PrivateSlurm.Wait("the reason of waiting", () => Status("small-ablations").Any(one => one.GetProperty("why").GetString()!.EndsWith(" waits (JobArrayTaskLimit: as many run as the profile's `limit` allows)", StringComparison.Ordinal)));
        var watched = new List<string>();
        using (var watch = Bigbigan.Start("dotnet", Workplace.Folder, [Bigbigan.Program, "grid", "status", "small-ablations", "--results", _results, "--watch"]))
        {
            while (watch.StandardOutput.ReadLine() is { } line)
            {
                watched.Add(line);
                if (line.StartsWith("grids/small-ablations: ", StringComparison.Ordinal))
                {
                    File.Delete(held);
                }
            }

            watch.WaitForExit();
            Assert.Equal(0, watch.ExitCode);
        }

        Assert.EndsWith(": 0 of 16 cells done, 16 queued", watched.First(line => line.StartsWith("grids/small-ablations: ", StringComparison.Ordinal)));
        Assert.Equal("grids/small-ablations: 14 of 16 cells done, 2 failed", watched[^1]);
        PrivateSlurm.Drain();
        Assert.Equal(2, MostAtOnce());
        Assert.Equal(16, Starts().Length);
        Assert.Equal(14, Status("small-ablations").Count(one => one.GetProperty("state").GetString() == "done"));
        Assert.True(File.Exists(Path.Combine(_results, "reported")), "the report's job did not run after cells of which some failed");

        Stub("limit: 2", tenths: 0, failing: "nothing");
        Assert.StartsWith("2 of 16 cells submitted in 2 jobs (", Submit("small-ablations").Succeeds().OutLines[^1]);
        PrivateSlurm.Drain();
        Assert.All(Status("small-ablations"), one => Assert.Equal("done", one.GetProperty("state").GetString()));
        Assert.Equal(18, Starts().Length);
    }

    [FactWhereSlurmIs]
    public void Cancelled_cells_stay_cancelled_and_those_of_a_failed_node_run_on_another_also_after_the_controller_was_away()
    {
        var slurm = cluster.Slurm;
        Stub("limit: 8", tenths: 5, failing: "nothing");
        var held = Hold();
        Submit("small-ablations").Succeeds();
        PrivateSlurm.Wait("the first cells", () => Starts().Length == 8);
        var cancelled = Bigbigan.Run("grid", "cancel", "small-ablations", "--results", _results, "--only", "no-unaries", "*small/fashion*seed 0").Succeeds();
        Assert.StartsWith("3 cells in 3 jobs cancelled; go on with: bigbigan grid run small-ablations --results ", cancelled.OutLines[^1]);

        var onFailing = Status("small-ablations").Where(one => one.GetProperty("node").GetString() == "n2").Select(one => one.GetProperty("identity").GetString()!).ToList();
        if (onFailing.Count == 0)
        {
            // a node is filled before the next one is taken: fail that
            onFailing = [.. Status("small-ablations").Where(one => one.GetProperty("node").GetString() == "n1").Select(one => one.GetProperty("identity").GetString()!)];
        }

        Assert.NotEmpty(onFailing);
        var node = Status("small-ablations").First(one => one.GetProperty("identity").GetString() == onFailing[0]).GetProperty("node").GetString()!;
        slurm.Fail(node);
        File.Delete(held);
        slurm.StopController();
        Assert.Contains("squeue ended with ", Bigbigan.Run("grid", "status", "small-ablations", "--results", _results).Refusal());
        slurm.StartController();
        PrivateSlurm.Wait("the controller", () => Bigbigan.Finish(Bigbigan.Start("squeue", Workplace.Folder, [])).Code == 0);
        slurm.StartNode(node);
        PrivateSlurm.Hurry();
        PrivateSlurm.Drain();

        var states = Status("small-ablations").ToLookup(one => one.GetProperty("state").GetString());
        Assert.Equal(13, states["done"].Count());
        Assert.Equal(3, states["new"].Count());
        var starts = Starts().CountBy(line => line.Split(' ')[1]).ToDictionary();
        Assert.Contains(onFailing, identity => starts[identity] == 2); // begun before the failure, and again after it
        Assert.All(starts.Where(start => !onFailing.Contains(start.Key)), start => Assert.Equal(1, start.Value));
    }

    [FactWhereSlurmIs]
    public void What_slurm_refuses_is_one_line_and_is_not_remembered_as_submitted()
    {
        _ = cluster.Slurm;
        Stub("partition: nowhere", tenths: 0, failing: "nothing");
        Assert.Contains("sbatch ended with 1: sbatch: error: ", Submit("ci").Refusal());
        Stub("partition: main\ncells-per-job: 2\nreplicas: 2", tenths: 1, failing: "small/fashion");
        Assert.StartsWith("2 of 2 cells submitted in 1 job (", Submit("ci").Succeeds().OutLines[^1]);
        PrivateSlurm.Drain();
        Assert.Equal(["failed", "done"], Status("ci").Select(one => one.GetProperty("state").GetString())); // the second cell of a job runs though the first failed
        Assert.Equal(1, MostAtOnce());
        Assert.All(File.ReadAllLines(Path.Combine(_results, "asked.txt")), line => Assert.True(line.StartsWith("2 grid cell ", StringComparison.Ordinal) && line.EndsWith(" --replicas 2", StringComparison.Ordinal), line));
    }

    [FactWhereSlurmIs]
    public void Table_1_is_planned_with_its_hours_and_each_of_its_57_cells_is_run_once_in_arrays_that_fit()
    {
        _ = cluster.Slurm;
        Stub("rate: 40000G\ntime: 24:00:00", tenths: 0, failing: "nothing");
        var plan = Bigbigan.Run("grid", "plan", "table1", "--profile", _profile).Succeeds();
        Assert.Contains(plan.OutLines, line => line.StartsWith("57 cells of ", StringComparison.Ordinal) && line.EndsWith(" h on Test.", StringComparison.Ordinal));
        Assert.Contains(plan.OutLines, line => line.Contains("the 24 h of a job", StringComparison.Ordinal));
        Assert.True(Bigbigan.Run("grid", "plan", "table1", "--profile", _profile, "--format", "json").Succeeds().Json().GetProperty("hours").GetDouble() > 1);

        var images = Path.Combine(Workplace.NewFolder("data"), "imagenet");
        Directory.Move(Workplace.Copy(Pictures.TwoClasses), images);
        Assert.StartsWith("57 of 57 cells submitted in 57 jobs (", Submit("table1", "--data", images).Succeeds().OutLines[^1]);
        Assert.Equal([PrivateSlurm.MaxArraySize, 57 - PrivateSlurm.MaxArraySize], Directory.GetFiles(Path.Combine(_results, "jobs"), "cells.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => File.ReadAllLines(file).Length));
        PrivateSlurm.Drain();
        var starts = Starts().Select(line => line.Split(' ')[1]).ToList();
        Assert.Equal(57, starts.Count);
        Assert.Equal(57, starts.Distinct().Count());
        Assert.All(Status("table1"), one => Assert.Equal("done", one.GetProperty("state").GetString()));
    }

    [FactWhereSlurmIs(withMpi: true)]
    [Trait("Speed", "slow")]
    public void The_script_of_the_documentation_trains_by_ranks_on_two_nodes_and_after_a_warning_goes_on_to_the_bytes_of_threads()
    {
        const int steps = 40;
        _ = cluster.Slurm;
        var (run, threads, script) = (Workplace.New("ranks"), Workplace.New("threads"), Workplace.New("script"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "scaling.md"));
        var block = page.Split("```", StringSplitOptions.TrimEntries).Single(part => part.StartsWith("#!/bin/bash", StringComparison.Ordinal));
        File.WriteAllText(script, new[]
        {
            ("--ntasks-per-node=4 ", "--ntasks-per-node=1 "),
            ("/shared/runs/long", $"'{run}'"),
            ("fashion --data /shared/images", $"{string.Join(' ', FinishedRun.Arguments[1..].Select(argument => $"'{argument}'"))} --steps {steps}"),
            ("bigbigan train", $"dotnet '{Bigbigan.Program}' train"),
        }.Aggregate(block, (text, change) => Replaced(text, change.Item1, change.Item2)) + "\n");

        var job = PrivateSlurm.Ask("sbatch", "--parsable", $"--output={run}.out", script).Trim();
        PrivateSlurm.Wait("the first step", () => new FileInfo(Path.Combine(run, "log.jsonl")) is { Exists: true, Length: > 0 });
        PrivateSlurm.Ask("scancel", "--signal=USR1", job); // what --signal=USR1@120 does before the time limit
        PrivateSlurm.Wait("its saving", () => File.ReadAllText($"{run}.out").Contains("interrupted after step", StringComparison.Ordinal));
        PrivateSlurm.Wait("its turn in the queue", () => PrivateSlurm.Ask("scontrol", "show", "job", job) is var told && told.Contains(" Restarts=1 ", StringComparison.Ordinal));
        PrivateSlurm.Hurry();
        PrivateSlurm.Drain();
        Assert.Contains($"step {steps} reached", File.ReadAllText($"{run}.out"));
        Bigbigan.Run([.. FinishedRun.Arguments, "--steps", $"{steps}", "--replicas", "2", "--run", threads]).Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(threads, steps), FinishedRun.Checkpoint(run, steps));
        using var identity = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        Assert.Equal(("mpi", 2), (identity.RootElement.GetProperty("carrier").GetString(), identity.RootElement.GetProperty("replicas").GetInt32()));

        static string Replaced(string text, string what, string by)
        {
            Assert.Contains(what, text);
            return text.Replace(what, by, StringComparison.Ordinal);
        }
    }

    [FactWhereSlurmIs(withMpi: true)]
    public void A_rank_that_dies_on_one_node_ends_the_job_at_once_and_is_named()
    {
        _ = cluster.Slurm;
        var run = Workplace.New("ranks");
        var launcher = Bigbigan.Start(
            "srun", Workplace.Folder, ["--mpi=pmix", "--nodes=2", "--ntasks=2", "dotnet", Bigbigan.Program, .. FinishedRun.Arguments, "--steps", "100000", "--run", run]);
        var process = 0;
        var (answer, took) = MpiRun.Disturbed(launcher, "step 1/", _ => MpiRun.Signal("KILL", process = MpiRun.RanksOf(run, "PMIX_RANK")[1]));
        Assert.NotEqual(0, answer.Code);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Contains(MpiRun.Lines(answer), line => line.StartsWith($"bigbigan: rank 1 on {Environment.MachineName} is lost: its process {process} is gone; all ranks end", StringComparison.Ordinal));
    }

    /// <summary>One Slurm for all of these tests, started by the first that is not skipped and ended after the last.</summary>
    public sealed class Cluster : IDisposable
    {
        private readonly Lazy<PrivateSlurm> _slurm = new(() => new PrivateSlurm());

        internal PrivateSlurm Slurm => _slurm.Value;

        public void Dispose()
        {
            if (_slurm.IsValueCreated)
            {
                _slurm.Value.Dispose();
            }
        }
    }

    private Answer Submit(string grid, params string[] more) =>
        Bigbigan.Run(["grid", "run", grid, "--results", _results, "--launcher", "slurm", "--profile", _profile, "--threads", "1", .. more]);

    private List<JsonElement> Status(string grid) =>
        [.. Bigbigan.Run("grid", "status", grid, "--results", _results, "--json").Succeeds().Json().GetProperty("cells").EnumerateArray()];

    /// <summary>
    /// What a script that stands for the program does: a line at its start, some tenths of a second (and as long as a file <c>held</c> lies among
    /// the results), a result, and a line at its end.
    /// </summary>
    private void Stub(string profile, int tenths, string failing)
    {
        File.WriteAllText(_stub, $$"""
            #!/bin/bash
            # grid cell GRID IDENTITY --results DIR ..., and grid report GRID --results DIR
            if [ "$2" = report ]; then touch "$5/reported"; exit 0; fi
            note() { echo "$1 $identity $(date +%s%N)" >> "$results/notes.txt"; }
            identity=$4; results=$6
            echo "${SLURM_CPUS_PER_TASK:-none} $*" >> "$results/asked.txt"
            folder=$(echo "$results"/*-"${identity:0:12}")
            note start
            trap 'note saved; exit 75' TERM
            for i in $(seq {{tenths}}); do sleep 0.1; done
            while [ -e "$results/held" ]; do sleep 0.1; done
            case "$folder" in *{{failing.Replace('/', '-')}}-s*) note end; echo "the loss of D is NaN" > "$folder/failure.txt"; exit 1;; esac
            printf '{"identity":"%s","step":1,"seconds":1,"threads":1,"measurements":[],"pictures":[]}' "$identity" > "$folder/result.part"
            mv "$folder/result.part" "$folder/result.json"
            note end

            """);
        File.WriteAllText(_profile, $"launcher: Test\nprogram: \"bash '{_stub}'\"\n{profile}\n");
    }

    /// <summary>The file of which the stub waits for the end.</summary>
    private string Hold()
    {
        var held = Path.Combine(Directory.CreateDirectory(_results).FullName, "held");
        File.WriteAllText(held, "");
        return held;
    }

    private string[] Notes() => File.Exists(Path.Combine(_results, "notes.txt")) ? File.ReadAllLines(Path.Combine(_results, "notes.txt")) : [];

    private string[] Starts() => [.. Notes().Where(line => line.StartsWith("start ", StringComparison.Ordinal))];

    private int MostAtOnce()
    {
        var (now, most) = (0, 0);
        foreach (var line in Notes().OrderBy(line => long.Parse(line.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)))
        {
            now += line.StartsWith("start ", StringComparison.Ordinal) ? 1 : -1;
            most = Math.Max(most, now);
        }

        return most;
    }

    private static string Measured(string cell) => JsonDocument.Parse(File.ReadAllText(Path.Combine(cell, "result.json"))).RootElement.GetProperty("measurements").GetRawText();
}
