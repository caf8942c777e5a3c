using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public void A_run_leaves_checkpoints_log_metrics_and_pictures()
    {
        var run = FinishedRun.Folder;
        var identity = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement;
        Assert.Equal("small/fashion", identity.GetProperty("variant").GetString());
        Assert.Equal((5, 8, 1), (identity.GetProperty("seed").GetInt32(), identity.GetProperty("batch").GetInt32(), identity.GetProperty("threads").GetInt32()));
        Assert.Equal(Pictures.TwoClasses, identity.GetProperty("dataSource").GetString());
        Assert.NotEmpty(FinishedRun.Checkpoint(run, FinishedRun.Steps));

        var log = File.ReadAllLines(Path.Combine(run, "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 10, 20, FinishedRun.Steps], log.Select(record => record.GetProperty("step").GetInt32()));
        Assert.All(log, record => Assert.Equal(["x", "z", "xz"], record.GetProperty("scores").EnumerateArray().Select(s => s.GetProperty("name").GetString())));

        // TensorBoard's file has the numbers of steps, those of the evaluation, and the sheets; nobody asked for CSV
        var events = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(run, "events.out.tfevents.run")));
        Assert.All(["loss_terms/GE/xz", "learning_rate/E", "evaluation/probe", "evaluation/samples", "evaluation/reconstructions"], tag => Assert.Contains(tag, events));
        Assert.False(File.Exists(Path.Combine(run, "log.csv")));

        // 8 columns of tiles of 96 px; 64 samples; 32 images would be shown, the test split has 4
        var samples = Pictures.SizeOf(Path.Combine(run, "samples.png"));
        Assert.InRange(samples.Width, 8 * 96, 9 * 96);
        Assert.InRange(samples.Height, 8 * 96, 9 * 96);
        var reconstructions = Pictures.SizeOf(Path.Combine(run, "reconstructions.png"));
        Assert.InRange(reconstructions.Width, 4 * 96, 6 * 96);
        Assert.InRange(reconstructions.Height, 2 * 96, 3 * 96);
        Assert.True(Pictures.SizeOf(Path.Combine(run, "losses.png")).Width > 300);
    }

    [Fact]
    public void Its_answer_in_json_is_its_metrics_file()
    {
        var answer = FinishedRun.Answer.Json();
        Assert.Equal(FinishedRun.Answer.Out, File.ReadAllText(Path.Combine(FinishedRun.Folder, "metrics.json")));
        Assert.Equal(FinishedRun.Steps, answer.GetProperty("step").GetInt32());
        Assert.All(answer.GetProperty("pictures").EnumerateArray(), picture => Assert.True(File.Exists(picture.GetString())));
        var metrics = answer.GetProperty("metrics").EnumerateArray().ToList();
        foreach (var (metric, subjects) in new[] { ("probe", "model untrained pixels"), ("knn5", "model untrained pixels"), ("frechet", "model untrained real") })
        {
            var found = metrics.Where(m => m.GetProperty("metric").GetString() == metric).ToList();
            Assert.Equal(subjects.Split(' ').Order(), found.Select(m => m.GetProperty("subject").GetString()).Order());
            Assert.All(found, m => Assert.True(double.IsFinite(m.GetProperty("value").GetDouble())));
            Assert.All(found, m => Assert.NotEmpty(m.GetProperty("protocol").GetString()!));
        }
    }

    [Fact]
    public void Progress_away_from_a_terminal_is_plain_lines()
    {
        Assert.DoesNotContain('\x1b', FinishedRun.Answer.Error);
        Assert.Matches(@"\nstep 1/30  \d+ images/s  loss D \S+ GE \S+  scores x \S+/\S+ z \S+/\S+ xz \S+/\S+\n", FinishedRun.Answer.Error);
        Assert.Matches(@"\nstep 30/30  .* in all\n", FinishedRun.Answer.Error);
    }

    [Fact]
    public void A_folder_that_is_taken_is_refused_and_left_alone()
    {
        var before = File.GetLastWriteTimeUtc(Path.Combine(FinishedRun.Folder, "run.json"));
        Assert.Equal(
            $"{FinishedRun.Folder} holds a run already; go on with: bigbigan train --resume '{FinishedRun.Folder}'; or choose another --run",
            Bigbigan.Run("train", "fashion", "--run", FinishedRun.Folder).Refusal());
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(FinishedRun.Folder, "run.json")));

        var file = Workplace.New("file");
        File.WriteAllText(file, "mine");
        Assert.Equal($"{file} is a file; expected a new folder for the run; choose another --run", Bigbigan.Run("train", "fashion", "--run", file).Refusal());
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Trainings_that_begin_at_once_get_a_folder_each()
    {
        var place = Workplace.NewFolder("at-once");
        var processes = Enumerable.Range(0, 3)
            .Select(seed => Bigbigan.Start("dotnet", place, [Bigbigan.Program, "train", "fashion", "--data", Pictures.TwoClasses, "--batch", "4", "--steps", "1", "--seed", $"{seed}", "--no-evaluation"])).ToList();
        var runs = processes.Select(process => Bigbigan.Finish(process).Succeeds())
            .Select(answer => System.Text.RegularExpressions.Regex.Match(answer.Error, @"seed (\d), 1 thread, (runs/fashion-\d+)\n")).Select(line => (Seed: line.Groups[1].Value, Folder: line.Groups[2].Value)).ToList();
        Assert.Equal(["runs/fashion-001", "runs/fashion-002", "runs/fashion-003"], runs.Select(run => run.Folder).Order());
        Assert.All(runs, run => Assert.Contains($"\"seed\": {run.Seed},", File.ReadAllText(Path.Combine(place, run.Folder, "run.json"))));
    }

    [Fact]
    public void A_resumed_run_takes_no_other_seed_or_variant()
    {
        Assert.Contains("the seed is 5, asked for is 6", Bigbigan.Run("train", "--resume", FinishedRun.Folder, "--seed", "6").Refusal());
        Assert.Contains(
            "the variant is small/fashion, asked for is small/deterministic-e", Bigbigan.Run("train", "small/deterministic-e", "--resume", FinishedRun.Folder).Refusal());
    }

    [Fact]
    public void A_run_that_is_not_measured_is_measured_later_to_the_same_numbers()
    {
        var run = Workplace.New("unmeasured");
        var answer = Bigbigan.Run([.. FinishedRun.Arguments, "--steps", $"{FinishedRun.Steps}", "--run", run, "--json"]).Succeeds().Json();
        Assert.Equal((run, FinishedRun.Steps), (answer.GetProperty("run").GetString(), answer.GetProperty("step").GetInt32()));
        Assert.False(File.Exists(Path.Combine(run, "metrics.json")));
        Assert.Equal($"measure it with: bigbigan evaluate '{run}'\n", Bigbigan.Run("train", "--resume", run, "--no-evaluation").Succeeds().Out);

        Bigbigan.Run("evaluate", run).Succeeds();
        Assert.Equal(Measurements(FinishedRun.Folder), Measurements(run));

        static string Measurements(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "metrics.json"))).RootElement.GetProperty("metrics").GetRawText();
    }

    [Fact]
    public void A_broken_picture_is_named_and_skipped()
    {
        var folder = Pictures.Folder("one-broken", perClass: 20);
        var broken = Path.Combine(folder, "discs", "007.png");
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..40]);
        var answer = Bigbigan.Run("train", "fashion", "--data", folder, "--steps", "1", "--batch", "4", "--no-evaluation", "--run", Workplace.New("run"));
        Assert.Contains($"bigbigan: warning: {broken}: skipped, as it cannot be read: ", answer.Succeeds().Error);
        Assert.Contains(": 35 images, batch 4", answer.Error);
    }

    [Fact]
    public void A_run_that_was_to_skip_broken_pictures_goes_on_so_and_one_that_was_to_stop_stops()
    {
        var folder = Pictures.Folder("some-broken", perClass: 12);
        string[] broken = [.. new[] { "003", "005" }.Select(name => Path.Combine(folder, "discs", name + ".png"))];
        Array.ForEach(broken, path => File.WriteAllText(path, "no picture"));
        string[] train = ["train", "fashion", "--data", folder, "--batch", "4", "--threads", "1", "--no-evaluation"];
        var run = Workplace.New("skipping");

        Assert.Contains(" of 24 images cannot be read, expected at most 5 %; ", Bigbigan.Run(train).Refusal());
        Assert.Equal(
            $"{broken[0]}: cannot be read: it is neither PNG nor JPEG; it begins with 6e6f2070. "
            + "Mend or remove it, or leave such pictures out with --broken skip",
            Bigbigan.Run([.. train, "--broken", "stop"]).Refusal());
        Bigbigan.Run([.. train, "--broken", "skip", "--workers", "2", "--cache", "1M", "--steps", "1", "--run", run]).Succeeds();
        Bigbigan.Run("train", "--resume", run, "--steps", "2", "--no-evaluation").Succeeds();

        var identity = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement;
        Assert.Equal("skip", identity.GetProperty("broken").GetString());
        Assert.Equal(broken, identity.GetProperty("skipped").EnumerateArray().Select(line => line.GetString()!.Split(": ")[0]));
    }

    [Theory]
    [InlineData("--cache", "1X", "--cache is '1X'; expected a size such as 4G, 512M or 0")]
    [InlineData("--workers", "0", "--workers is '0'; expected 1 to 1024")]
    [InlineData("--broken", "mend", "--broken is 'mend'; expected skip or stop")]
    public void Wrong_words_about_images_are_refused(string option, string value, string message) =>
        Assert.Contains(message, Bigbigan.Run("train", "fashion", option, value).Refusal());

    [Fact]
    public void Many_broken_pictures_stop_the_start()
    {
        var folder = Pictures.Folder("broken", perClass: 7);
        var broken = Path.Combine(folder, "bars", "000.png");
        File.WriteAllText(broken, "no picture");
        var run = Workplace.New("run");
        Assert.StartsWith($"{folder}: 1 of 14 images cannot be read, expected at most 5 %; the first is {broken}: ", Bigbigan.Run("train", "fashion", "--data", folder, "--run", run).Refusal());
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Folders_without_enough_pictures_are_refused()
    {
        var empty = Workplace.NewFolder("empty");
        Assert.StartsWith($"{empty}: expected images in folders of a class each ({empty}/CLASS/*.png); found an empty folder", Bigbigan.Run("train", "fashion", "--data", empty).Refusal());
        var few = Pictures.Folder("few", perClass: 4);
        Assert.EndsWith(" has 6 training images; expected at least 12, or the trained model cannot be measured", Bigbigan.Run("train", "fashion", "--data", few).Refusal());
    }
}
