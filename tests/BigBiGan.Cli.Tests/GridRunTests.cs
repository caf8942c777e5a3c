using System.Text.Json.Nodes;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>models/grids/ci.yaml, from nothing to its report.</summary>
public sealed class GridRunTests
{
    private const string Fashion = "small/fashion, training.steps 12, seed 0";
    private const string NoE = "small/no-e, training.steps 12, seed 0";

    /// <summary>Both cells, run once at the same time; not to be written to.</summary>
    private static readonly Lazy<(string Folder, Answer Answer)> Run = new(() =>
    {
        var folder = Workplace.New("grid");
        return (folder, Bigbigan.Run("grid", "run", "ci", "--results", folder, "--jobs", "2").Succeeds());
    });

    internal static string Whole => Run.Value.Folder;

    [Fact]
    public void Every_cell_says_why_it_runs_and_the_second_time_none_does()
    {
        Assert.Equal([$"{Fashion}: new", $"{NoE}: new"], Reasons(Run.Value.Answer));
        Assert.Contains("2 of 2  ", Run.Value.Answer.Error);
        var again = Bigbigan.Run("grid", "run", "ci", "--results", Whole).Succeeds();
        Assert.Equal([$"{Fashion}: done", $"{NoE}: done"], Reasons(again));
        Assert.StartsWith("2 of 2 cells done; ", again.OutLines[^1]);
    }

    [Fact]
    public void The_report_has_a_row_per_variant_and_the_pictures_beside_it()
    {
        var folder = Workplace.New("report");
        var pages = Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--out", folder).Succeeds().OutLines;
        Assert.Equal(["report.md", "report.html"], pages.Select(Path.GetFileName));
        var html = File.ReadAllText(pages[1]);
        Assert.Equal(3, html.Split("<img src=\"data:image/webp;base64,").Length - 1);
        Assert.Contains("bigbigan grid report ci --results &#39;", html);
        var text = File.ReadAllText(pages[0]);
        Assert.Contains("| small/fashion, training.steps 12 | 1,019,700 | ", text);
        Assert.Contains("| small/no-e, training.steps 12 | 442,114 | ", text);
        Assert.Contains("2 of 2 cells done", text);
        var pictures = text.Split('\n').Where(line => line.StartsWith("![", StringComparison.Ordinal)).Select(line => line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^1]).ToList();
        Assert.Equal(3, pictures.Count); // a GAN has no reconstructions
        Assert.All(pictures, picture => Assert.True(File.Exists(Path.Combine(folder, picture)), picture));
    }

    [Fact]
    public void A_cell_that_was_stopped_goes_on_to_the_same_bytes()
    {
        var folder = Workplace.New("stopped");
        var stopped = Bigbigan.Interrupted(Bigbigan.Terminate, "step 1/", "grid", "cell", "ci", Identity(NoE), "--results", folder);
        var end = stopped.Interruption();
        Assert.StartsWith("bigbigan: interrupted after step ", end);
        Assert.EndsWith($"; go on with: bigbigan grid run ci --results '{folder}'", end);
        Assert.Equal([$"{NoE}: unfinished"], Reasons(Bigbigan.Run("grid", "run", "ci", "--results", folder, "--only", "no-e", "--dry-run").Succeeds()));

        Assert.Equal([$"{NoE}: unfinished"], Reasons(Bigbigan.Run("grid", "run", "ci", "--results", folder, "--only", "no-e").Succeeds()));
        var cell = Path.GetFileName(CellOf(Whole, "no-e"));
        Assert.Equal(FinishedRun.Checkpoint(Path.Combine(Whole, cell, "run"), 12), FinishedRun.Checkpoint(Path.Combine(folder, cell, "run"), 12));
    }

    [Fact]
    public void Cells_are_saved_measured_and_watched_as_the_grid_was_asked_to_and_their_weights_are_the_same()
    {
        var folder = Workplace.New("scheduled");
        Bigbigan.Run(
            "grid", "run", "ci", "--results", folder, "--only", "no-e",
            "--save-every", "5", "--keep", "1", "--evaluate-every", "8", "--best", "probe", "--stop-on-collapse", "true").Succeeds();
        var cell = CellOf(folder, "no-e");
        var run = Path.Combine(cell, "run");
        var identity = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;
        Assert.Equal("""{"saveEvery":5,"keep":1,"evaluateEvery":8,"best":"probe","stopOnCollapse":true}""", Given(identity["schedule"]!).ToJsonString());
        Assert.Equal(8, (int)identity["best"]!["step"]!);
        Assert.Equal(
            ["step-00000008", "step-00000012"],
            Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.json").Select(Path.GetFileNameWithoutExtension).Order());
        Assert.Equal(
            [8],
            File.ReadAllLines(Path.Combine(run, "log.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["metrics"] is not null).Select(line => (int)line["step"]!));
        Assert.Contains("step 8: linear probe accuracy ", File.ReadAllText(Path.Combine(cell, "output.txt")));

        var plain = CellOf(Whole, "no-e");
        Assert.Equal(FinishedRun.Checkpoint(Path.Combine(plain, "run"), 12), FinishedRun.Checkpoint(run, 12));
        Assert.Equal(Measurements(plain), Measurements(cell));

        static string Measurements(string cell) => JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "result.json")))!["measurements"]!.ToJsonString();

        static JsonObject Given(JsonNode schedule) => new(schedule.AsObject().Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
    }

    [Fact]
    public void A_cell_that_another_process_has_is_running_by_every_command()
    {
        var folder = Workplace.New("elsewhere");
        var other = Bigbigan.Start("dotnet", Workplace.Folder, [Bigbigan.Program, "grid", "run", "ci", "--results", folder, "--only", "no-e"]);
        Assert.True(
            SpinWait.SpinUntil(
                () => Directory.Exists(folder) && Directory.GetDirectories(folder, "small-no-e-*").Any(cell => Directory.Exists(Path.Combine(cell, "run"))), TimeSpan.FromMinutes(2)),
            "the cell never began");
        string[] results = ["ci", "--results", folder, "--json"];
        Assert.Equal("running", State(Bigbigan.Run(["grid", "run", .. results, "--dry-run"])));
        Assert.Equal("running", State(Bigbigan.Run(["grid", "status", .. results])));
        Bigbigan.Finish(other).Succeeds();
        Assert.Equal("done", State(Bigbigan.Run(["grid", "run", .. results, "--dry-run"])));

        static string State(Answer answer) => answer.Succeeds().Json().GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("label").GetString() == NoE).GetProperty("state").GetString()!;
    }

    [Fact]
    public void Ctrl_C_ends_the_cells_after_their_step()
    {
        var folder = Workplace.New("interrupted");
        var stopped = Bigbigan.InterruptedGroup(
            Bigbigan.Interrupt,
            () => Directory.Exists(folder) && Directory.GetDirectories(folder).Any(cell => new FileInfo(Path.Combine(cell, "run", "log.jsonl")) is { Exists: true, Length: > 0 }),
            "grid", "run", "ci", "--results", folder);
        Assert.Equal($"bigbigan: interrupted; go on with: bigbigan grid run ci --results '{folder}'", stopped.Interruption());
        var cell = CellOf(folder, "fashion");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(cell, "run", "checkpoints"), "step-*.json"));
        Assert.False(File.Exists(Path.Combine(cell, "failure.txt")));
        Assert.Empty(Directory.GetDirectories(folder, "small-no-e-*")); // no other begins
    }

    [Fact]
    public void A_result_that_cannot_be_read_is_measured_again_without_training()
    {
        var folder = Workplace.Copy(Whole);
        var cell = CellOf(folder, "no-e");
        File.WriteAllText(Path.Combine(cell, "result.json"), "{");
        var log = File.ReadAllText(Path.Combine(cell, "run", "log.jsonl"));
        Assert.StartsWith($"{NoE}: unfinished: result.json cannot be used: ", Reasons(Bigbigan.Run("grid", "run", "ci", "--results", folder).Succeeds())[1]);
        Assert.Equal(12, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "result.json")))!["step"]!);
        Assert.Equal(log, File.ReadAllText(Path.Combine(cell, "run", "log.jsonl")));
    }

    [Fact]
    public void A_cell_that_fails_is_told_and_tried_again_and_takes_no_other_along()
    {
        var folder = Workplace.Copy(Whole);
        var (broken, other) = (CellOf(folder, "fashion"), CellOf(folder, "no-e"));
        File.Delete(Path.Combine(broken, "result.json"));
        File.Delete(Path.Combine(other, "result.json"));
        File.WriteAllText(Path.Combine(broken, "run", "run.json"), "{");
        var run = Bigbigan.Run("grid", "run", "ci", "--results", folder);
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"bigbigan: {Fashion} failed: ", run.ErrorLines[^1]);
        Assert.Contains("run.json cannot be read", run.ErrorLines[^1]);
        Assert.True(File.Exists(Path.Combine(other, "result.json")));
        Assert.StartsWith($"{Fashion}: failed: ", Assert.Single(Reasons(Bigbigan.Run("grid", "run", "ci", "--results", folder, "--only", "failed", "--dry-run").Succeeds())));
        Assert.Equal([$"{NoE}: done"], Reasons(Bigbigan.Run("grid", "run", "ci", "--results", folder, "--only", "unfinished", "no-e", "--dry-run").Succeeds()));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_and_a_full_disk_are_one_cell_s_fault()
    {
        var folder = Workplace.Copy(Whole);
        var (broken, other) = (CellOf(folder, "fashion"), CellOf(folder, "no-e"));
        Directory.Delete(broken, recursive: true);
        File.WriteAllText(broken, "no folder");
        File.Delete(Path.Combine(other, "result.json"));
        File.Delete(Path.Combine(other, "output.txt"));
        File.CreateSymbolicLink(Path.Combine(other, "output.txt"), "/dev/full");

        var run = Bigbigan.Run("grid", "run", "ci", "--results", folder);
        Assert.Equal(1, run.Code);
        Assert.Equal(["1 of 2", "2 of 2", "bigbigan: "], run.ErrorLines.Where(line => !line.StartsWith("running: ", StringComparison.Ordinal)).Select(line => line[..Math.Min(line.Length, line[0] == 'b' ? 10 : 6)]));
        Assert.StartsWith($"bigbigan: {Fashion} failed: ", run.ErrorLines[^1]);
        Assert.Contains(broken, run.ErrorLines[^1]);
        Assert.True(File.Exists(Path.Combine(other, "result.json")));
        Assert.StartsWith("1 of 2 cells done; ", run.OutLines[^1]);
    }

    [Fact]
    public void A_cell_whose_process_cannot_leave_its_reason_still_says_it()
    {
        var folder = Workplace.Copy(Whole);
        var cell = CellOf(folder, "no-e");
        File.Delete(Path.Combine(cell, "result.json"));
        File.Delete(Path.Combine(cell, "cell.json"));
        Directory.CreateDirectory(Path.Combine(cell, "cell.json")); // nothing can be moved into its place
        Directory.CreateDirectory(Path.Combine(cell, "failure.txt"));
        var run = Bigbigan.Run("grid", "run", "ci", "--results", folder, "--only", "no-e");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"bigbigan: {NoE} failed: ", run.ErrorLines[^1]);
        Assert.DoesNotContain("may say why", run.ErrorLines[^1]);
    }

    [Fact]
    public void Results_that_no_folder_can_hold_are_one_line()
    {
        var file = Workplace.New("file");
        File.WriteAllText(file, "");
        Assert.Contains(file, Bigbigan.Run("grid", "run", "ci", "--results", Path.Combine(file, "below")).Refusal());
    }

    [Fact]
    public void Two_runs_on_one_folder_share_the_cells_and_both_end_well()
    {
        var folder = Workplace.New("shared");
        string[] arguments = [Bigbigan.Program, "grid", "run", "ci", "--results", folder, "--threads", "1"];
        var processes = new[] { Bigbigan.Start("dotnet", Workplace.Folder, arguments), Bigbigan.Start("dotnet", Workplace.Folder, arguments) };
        var answers = processes.Select(process => Task.Run(() => Bigbigan.Finish(process))).Select(task => task.Result).ToList();
        Assert.All(answers, answer => answer.Succeeds());
        foreach (var cell in new[] { CellOf(folder, "fashion"), CellOf(folder, "no-e") })
        {
            Assert.True(File.Exists(Path.Combine(cell, "result.json")));
            Assert.Single(File.ReadAllLines(Path.Combine(cell, "output.txt")), line => line.StartsWith("step 12 reached ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_cell_that_is_done_is_not_done_again()
    {
        var folder = Workplace.Copy(Whole);
        var result = Path.Combine(CellOf(folder, "no-e"), "result.json");
        var written = File.GetLastWriteTimeUtc(result);
        var answer = Bigbigan.Run("grid", "cell", "ci", Identity(NoE), "--results", folder).Succeeds();
        Assert.Equal([$"{NoE} is done: {Path.GetDirectoryName(result)} has its result"], answer.ErrorLines);
        Assert.Equal(written, File.GetLastWriteTimeUtc(result));
    }

    [Fact]
    public void The_run_of_a_cell_is_a_run_like_any_other()
    {
        var answer = Bigbigan.Run("sample", Path.Combine(CellOf(Whole, "fashion"), "run"), "--count", "4", "--out", Workplace.New("cell") + ".png").Succeeds();
        Assert.True(File.Exists(answer.OutLines[^1]));
    }

    [Fact]
    public void The_program_reads_the_answer_as_json()
    {
        var cells = Bigbigan.Run("grid", "run", "ci", "--results", Whole, "--json").Succeeds().Json().GetProperty("cells").EnumerateArray().ToList();
        Assert.All(cells, cell => Assert.True(cell.GetProperty("done").GetBoolean()));
        var report = Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--json").Succeeds().Json();
        Assert.Equal(2, report.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void The_table_comes_in_the_formats_of_other_programs()
    {
        var csv = Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--format", "csv").Succeeds().Out;
        Assert.StartsWith("row,variant,training.steps,parameters,", csv);
        Assert.Contains("\r\n\"small/no-e, training.steps 12\",small/no-e,12,442114,", csv);
        Assert.Contains(@"    no-e & 442 k & ", Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--format", "latex").Succeeds().Out);
        Assert.Equal(
            Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--json").Succeeds().Out,
            Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--format", "json").Succeeds().Out);
    }

    [Fact]
    public void Beside_other_results_a_cell_that_is_worse_ends_the_report_with_a_line()
    {
        var main = Workplace.Copy(Whole);
        var result = Path.Combine(CellOf(main, "no-e"), "result.json");
        var json = JsonNode.Parse(File.ReadAllText(result))!;
        var probe = json["measurements"]!.AsArray().Single(m => (string)m!["metric"]! == "probe" && (string)m["subject"]! == "model")!;
        var now = (double)probe["value"]!;
        probe["value"] = now + 0.125;
        File.WriteAllText(result, json.ToJsonString());
        var folder = Workplace.New("report");
        string[] report = ["grid", "report", "ci", "--results", Whole, "--against", main, "--out", folder];
        var passed = Bigbigan.Run([.. report, "--fail-on", "worse:probe:0.2", "worse:frechet:0"]).Succeeds();
        Assert.Contains("-0.125", File.ReadAllText(passed.OutLines[0]));
        Assert.Contains("−0.125", File.ReadAllText(passed.OutLines[1]));
        var line = Bigbigan.Run([.. report, "--fail-on", "worse:probe:0.1"]).Refusal();
        Assert.Equal(FormattableString.Invariant($"{NoE}: probe is worse by 0.1250 ({now + 0.125:0.000} -> {now:0.000}), more than the 0.1 of worse:probe:0.1"), line);
        var movement = Bigbigan.Run("grid", "report", "ci", "--results", Whole, "--against", main, "--json").Succeeds().Json()
            .GetProperty("against").GetProperty("cells")[1].GetProperty("movements")[0];
        Assert.Equal(-0.125, movement.GetProperty("difference").GetDouble(), 9);
    }

    [Theory]
    [InlineData("--format is 'pdf'; expected pages, latex, csv, json or comment", "--format", "pdf")]
    [InlineData("--out is the folder of pages, and csv goes to standard output; redirect it to a file instead", "--format", "csv", "--out", "there")]
    [InlineData("--fail-on compares with other results; say which: --against RESULTS", "--fail-on", "worse:probe:0.01")]
    [InlineData("--fail-on is 'probe:0.01'; expected worse:METRIC:AMOUNT, such as worse:probe:0.01", "--against", ".", "--fail-on", "probe:0.01")]
    [InlineData("--fail-on worse:prob:0.01 watches 'prob', which no column of grids/ci is; expected probe, knn5 or frechet", "--against", ".", "--fail-on", "worse:prob:0.01")]
    [InlineData("--against: there is no folder nowhere; expected a folder of results, as 'grid run' makes it", "--against", "nowhere")]
    public void A_report_that_cannot_be_is_one_line(string message, params string[] arguments) =>
        Assert.Equal(message, Bigbigan.Run(["grid", "report", "ci", "--results", Whole, .. arguments]).Refusal());

    [Theory]
    [InlineData("--only 'no-ee' fits no cell of grids/ci (did you mean no-e?); 'bigbigan grid plan ci' shows all", "grid", "run", "ci", "--only", "no-ee")]
    [InlineData("grids/ci has no cell ffffffff; 'bigbigan grid plan grids/ci' shows all", "grid", "cell", "ci", "ffffffff")]
    [InlineData("the images of imagenet/base, seed 0 are 'imagenet'; say where they lie: --data DIR, a folder of that name", "grid", "run", "table1")]
    [InlineData("--jobs is '0'; expected 1 to 256; see 'bigbigan grid run --help'", "grid", "run", "ci", "--jobs", "0")]
    public void What_cannot_run_is_one_line(string message, params string[] arguments) =>
        Assert.Equal(message, Bigbigan.Run([.. arguments, "--results", Workplace.New("none")]).Refusal());

    [Fact]
    public void Images_of_another_name_are_refused_before_anything_runs()
    {
        var folder = Workplace.New("none");
        Assert.Equal(
            $"--data {Pictures.TwoClasses} has the images '{Path.GetFileName(Pictures.TwoClasses)}', and {Fashion} is about 'fashion-mini'; give those, or change `data` in the grid",
            Bigbigan.Run("grid", "run", "ci", "--data", Pictures.TwoClasses, "--results", folder).Refusal());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_report_of_nothing_says_what_to_run()
    {
        var folder = Workplace.New("none");
        Assert.Equal($"{folder} has no result of grids/ci; run it first: bigbigan grid run ci --results '{folder}'", Bigbigan.Run("grid", "report", "ci", "--results", folder).Refusal());
    }

    /// <summary>What each cell's line says after its identity.</summary>
    private static string[] Reasons(Answer answer) => [.. answer.OutLines.Where(line => line.Length > 14 && line[12..14] == "  ").Select(line => line[14..])];

    private static string CellOf(string folder, string variant) => Assert.Single(Directory.GetDirectories(folder, $"small-{variant}-s0-*"));

    private static string Identity(string label) => Bigbigan.Run("grid", "plan", "ci", "--format", "json").Succeeds().Json().GetProperty("cells").EnumerateArray()
        .Single(cell => label.StartsWith($"{cell.GetProperty("varies").GetString()}, ", StringComparison.Ordinal)).GetProperty("identity").GetString()!;
}
