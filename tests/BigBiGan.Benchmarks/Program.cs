using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BigBiGan.Benchmarks;
using BigBiGan.Benchmarks.Measuring;
using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl.Native;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Loop;
using Spectre.Console;

var model = new Option<string>("--model") { Description = "fashion, colour or stack; all where it is not given." };
model.AcceptOnlyFromAmong([.. Subject.All.Select(subject => subject.Name)]);
var rounds = new Option<int>("--rounds") { Description = "Steps of each form; the median counts.", DefaultValueFactory = _ => 9 };
var threads = new Option<int>("--threads") { Description = "Threads of one operation.", DefaultValueFactory = _ => 1 };
var batch = new Option<int?>("--batch") { Description = "Images in a batch; the spec's own where it is not given." };
var json = new Option<bool>("--json") { Description = "Print one JSON document instead of a table." };
var without = new Option<bool>("--without-memory") { Description = "Leave the peak memory out: it takes a process of each form." };
var only = new Option<string[]>("--only") { Description = "Only these forms.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. Comparison.Contenders]);

var root = new RootCommand("Times a training step: the plain eager form, ours in both precisions, and the bare kernels, in one process and in alternation.") { model, rounds, threads, batch, json, without, only };
root.SetAction(parsed =>
{
    TorchRuntime.Initialize(parsed.GetValue(threads));
    var chosen = Subject.All.Where(subject => parsed.GetValue(model) is null || parsed.GetValue(model) == subject.Name);
    var names = parsed.GetValue(only) is { Length: > 0 } some ? some : [.. Comparison.Contenders];
    var results = new List<Result>();
    foreach (var subject in chosen)
    {
        var images = parsed.GetValue(batch) ?? subject.Entry.Facts.Training.Batch;
        Console.Error.WriteLine($"{subject.Name}: checking that both forms are the same algebra");
        Console.Error.WriteLine($"{subject.Name}: gradients differ by at most {Agreement.Check(subject.Entry, subject.Spec, images):g2} of their range");
        var seconds = Comparison.Time(subject, images, parsed.GetValue(rounds), names, round => Console.Error.WriteLine($"{subject.Name}: round {round + 1} of {parsed.GetValue(rounds)}"));
        results.Add(new Result(subject.Name, subject.Summary, images, parsed.GetValue(threads),
            [.. names.Select(name => new Row(name, seconds[name], Memory(subject, name)))]));
    }

    if (parsed.GetValue(json))
    {
        Console.WriteLine(JsonSerializer.Serialize(results, JsonSerializerOptions.Web));
    }
    else
    {
        results.ForEach(Print);
    }

    long? Memory(Subject subject, string name) =>
        parsed.GetValue(without) || name.StartsWith("floor", StringComparison.Ordinal) ? null : PeakMemory.OfChild(subject.Name, name, parsed.GetValue(batch));
});

var subjectName = new Argument<string>("model");
var contenderName = new Argument<string>("form");
var memory = new Command("memory", "Prints the peak memory of one form's steps in bytes.") { subjectName, contenderName, batch };
memory.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    var subject = Subject.All.Single(subject => subject.Name == parsed.GetValue(subjectName));
    var count = parsed.GetValue(batch) ?? subject.Entry.Facts.Training.Batch;
    using var empty = TorchSharp.torch.zeros(1); // libtorch is there before the measurement begins
    using var images = new FixedImages(subject.Float32(TorchSharp.torch.CPU, 0), count);
    Console.WriteLine(PeakMemory.Of(() => Comparison.Make(parsed.GetValue(contenderName)!, subject, count, images)));
});
root.Add(memory);

var steps = new Option<int>("--steps") { Description = "Training steps.", DefaultValueFactory = _ => 200 };
var losses = new Command("losses", "Trains fashion in both precisions from one seed on the same batches and prints the losses beside each other.") { steps, threads };
losses.SetAction(parsed =>
{
    TorchRuntime.Initialize(parsed.GetValue(threads));
    var subject = Subject.All[0];
    var table = new Table().AddColumns("loss", "float32", "bfloat16");
    var (plain, half) = (Course(subject.Entry), Course(subject.Half));
    foreach (var (players, value) in plain)
    {
        table.AddRow(players, value.ToString("0.000", CultureInfo.InvariantCulture), half[players].ToString("0.000", CultureInfo.InvariantCulture));
    }

    AnsiConsole.Write(table);

    Dictionary<string, double> Course(BigBiGan.Dsl.VariantEntry entry)
    {
        using var trained = entry.Create(TorchSharp.torch.CPU, 0);
        var facts = trained.Facts;
        var data = DataSource.Load("fashion-mini", facts.DataSize, facts.Colours);
        using var batches = new CounterBatches(trained, new BatchReader(data.Train, 0, Augmentation.None), null, 0, facts.Training.Batch, TorchSharp.torch.CPU);
        return LossCourse.Of(trained, batches, parsed.GetValue(steps), Math.Min(20, parsed.GetValue(steps)));
    }
});
root.Add(losses);

var replicaModel = new Argument<string>("model") { Description = "fashion, colour or stack." };
replicaModel.AcceptOnlyFromAmong([.. Subject.All.Select(subject => subject.Name)]);
var replicaCount = new Option<int>("--replicas") { Description = "Threads that share each batch.", DefaultValueFactory = _ => 2 };
var roundSteps = new Option<int>("--steps") { Description = "Steps of a round.", DefaultValueFactory = _ => 12 };
var whole = new Option<bool>("--plain") { Description = "Also the plain form by one thread and by as many as there are replicas, and bfloat16." };
var replicas = new Command("replicas", "Trains by one replica and by several, in alternation, and prints the images a second of each.") { replicaModel, batch, replicaCount, roundSteps, rounds, whole };
replicas.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    var subject = Subject.All.Single(subject => subject.Name == parsed.GetValue(replicaModel));
    var images = parsed.GetValue(batch) ?? subject.Entry.Facts.Training.Batch;
    var measured = Enumerable.Range(0, parsed.GetValue(rounds) + 1)
        .Select(_ => ReplicaSpeed.Round(subject, images, parsed.GetValue(replicaCount), parsed.GetValue(roundSteps), parsed.GetValue(whole))).Skip(1).ToList(); // the first is for warmth
    var table = new Table().Title($"{subject.Name}, batch {images}: medians of {measured.Count} rounds").AddColumns("form", "images/s", $"times {ReplicaSpeed.One}", "least", "most", "times plain");
    var forms = measured[0].Select(entry => entry.Form).ToList();
    foreach (var (form, i) in forms.Select((form, i) => (form, i)))
    {
        var toOne = measured.Select(round => round[i].Rate / round[forms.IndexOf(ReplicaSpeed.One)].Rate).Order().ToList();

        // the plain form's own best number of threads, in each round
        double? toPlain = parsed.GetValue(whole) ? Statistics.Median(measured.Select(round => round[i].Rate / round.Where(entry => ReplicaSpeed.IsPlain(entry.Form)).Max(entry => entry.Rate))) : null;
        table.AddRow(form, Number(Statistics.Median(measured.Select(round => round[i].Rate)), "0"), Number(Statistics.Median(toOne), "0.00"), Number(toOne[0], "0.00"), Number(toOne[^1], "0.00"), toPlain is { } times ? Number(times, "0.00") : "");
    }

    AnsiConsole.Write(table);
});
root.Add(replicas);

var duration = new Option<double>("--seconds") { Description = "How long each is read.", DefaultValueFactory = _ => 3 };
var data = new Command("data", "Prints how many images a second the prefetching reader gives, alone and while convolutions keep another thread busy.") { duration };
data.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    var table = new Table().AddColumns("images/s", "alone", "beside convolutions");
    foreach (var (name, augmentation) in new[] { ("as they are", Augmentation.None), ("flips and shifts", new Augmentation(Flip: true, Shift: 2)) })
    {
        var time = TimeSpan.FromSeconds(parsed.GetValue(duration));
        var (alone, beside) = (ReaderSpeed.Of(augmentation, false, time), ReaderSpeed.Of(augmentation, true, time));
        table.AddRow(name, alone.ToString("0", CultureInfo.InvariantCulture), beside.ToString("0", CultureInfo.InvariantCulture));
    }

    AnsiConsole.Write(table);
});
root.Add(data);

var reversible = new Command("reversible", "Times a stage of reversible units against the same units stored.") { rounds };
reversible.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    var table = new Table().AddColumns("units", "reversible, ms", "stored, ms", "ratio");
    foreach (var depth in new[] { 4, 16, 64 })
    {
        var (again, stored) = ReversibleSpeed.Of(depth, parsed.GetValue(rounds));
        table.AddRow($"{depth}", Number(again * 1000, "0"), Number(stored * 1000, "0"), Number(again / stored, "0.00"));
    }

    AnsiConsole.Write(table);
});
root.Add(reversible);

var folder = new Argument<string>("folder") { Description = "JPEG photographs." };
var pictures = new Command("pictures", "Prints how many photographs a second are cropped and resampled to 128 px.") { folder, rounds };
pictures.SetAction(parsed =>
{
    var files = Directory.GetFiles(parsed.GetValue(folder)!, "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
    var table = new Table().AddColumns("images/s", "1 thread", "2 threads", "ratio");
    foreach (var (name, crop) in new[] { ("central square", null), ("random crop", DecoderSpeed.Crop) })
    {
        var times = Enumerable.Range(0, parsed.GetValue(rounds) + 1)
            .Select(_ => (One: DecoderSpeed.Of(files, crop, 1), Two: DecoderSpeed.Of(files, crop, 2))).Skip(1).ToList();
        var (one, two) = (Statistics.Median(times.Select(time => time.One)), Statistics.Median(times.Select(time => time.Two)));
        table.AddRow(name, Number(one, "0"), Number(two, "0"), Number(two / one, "0.00"));
    }

    AnsiConsole.Write(table);
});
root.Add(pictures);

var shardFolder = new Argument<string>("folder") { Description = "Where the shards are, or will be made." };
var imageCount = new Option<int>("--images") { Description = "How many images to make, where the folder is not there.", DefaultValueFactory = _ => 2_000_000 };
var shards = new Command("shards", "Makes tar shards of tiny JPEGs, and prints the seconds to the first batch and the peak memory; twice in a row, the second start finds the index of the first.") { shardFolder, imageCount };
shards.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    ShardSpeed.Make(parsed.GetValue(shardFolder)!, parsed.GetValue(imageCount));
    using var loaded = TorchSharp.torch.zeros(1); // libtorch is there before the measurement begins
    double seconds = 0;
    var bytes = PeakMemory.Of(() => { seconds = ShardSpeed.Start(parsed.GetValue(shardFolder)!); });
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s to the first batch, {bytes / 1e6:0} MB at the peak"));
});
root.Add(shards);

var shardImages = new Option<int>("--images") { Description = "How many images to make, where the folder is not there.", DefaultValueFactory = _ => 100_000 };
var shardTraining = new Command("shard-training", "Trains small/fashion's colour counterpart on tar shards and on the same images in memory, in alternation, and prints the images a second of both.") { shardFolder, shardImages, roundSteps, rounds };
shardTraining.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    ShardSpeed.Make(parsed.GetValue(shardFolder)!, parsed.GetValue(shardImages));
    var measured = ShardTraining.Of(parsed.GetValue(shardFolder)!, parsed.GetValue(roundSteps), parsed.GetValue(rounds));
    foreach (var (name, of) in new (string, Func<ShardTraining.Course, double>)[] { ("images/s", course => course.Rate), ("ms of the processor a step", course => course.Processor * 1000) })
    {
        var ratios = measured.Select(round => of(round.Shards) / of(round.Memory)).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Statistics.Median(measured.Select(round => of(round.Shards))):0} {name} from shards, {Statistics.Median(measured.Select(round => of(round.Memory))):0} from memory; "
            + $"ratio {Statistics.Median(ratios):0.000} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
    }
});
root.Add(shardTraining);

var tableFolder = new Argument<string>("folder") { Description = "Where the files are, or will be made." };
var tableImages = new Option<int>("--images") { Description = "How many images to make, where the folder is not there.", DefaultValueFactory = _ => 6000 };
var rowGroup = new Option<int>("--group") { Description = "Rows of a row group to make.", DefaultValueFactory = _ => 100 };
var tables = new Command("tables", "Makes a Parquet table of JPEGs and an HDF5 file of pixels, and prints what the first start and a picture at random cost.") { tableFolder, tableImages, rowGroup };
tables.SetAction(parsed =>
{
    const int Pictures = 300;
    TorchRuntime.Initialize(threads: 1);
    var folder = parsed.GetValue(tableFolder)!;
    if (!Directory.Exists(folder))
    {
        TableSpeed.Make(folder, parsed.GetValue(tableImages), parsed.GetValue(rowGroup));
    }

    using var loaded = TorchSharp.torch.zeros(1); // libtorch is there before the measurement begins
    foreach (var file in new[] { TableSpeed.Table(folder), TableSpeed.Arrays(folder) })
    {
        double seconds = 0;
        var bytes = PeakMemory.Of(() => { seconds = TableSpeed.Start(file); });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)}, {new FileInfo(file).Length / 1e6:0} MB: {seconds:0.0} s to the first batch, {bytes / 1e6:0} MB at the peak, {TableSpeed.OfSource(file, Pictures):0.00} ms a picture at random"));
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"out of row groups: {TableSpeed.OfGroups(TableSpeed.Table(folder), Pictures):0.00} ms a picture at random"));
});
root.Add(tables);

var packFile = new Argument<string>("file") { Description = "The pack, which is made where there is none." };
var packImages = new Option<int>("--images") { Description = "How many images to make, where there is no pack.", DefaultValueFactory = _ => 20_000 };
var pack = new Command("pack", "Prints how many 128 px images a second one thread reads from a pack.") { packFile, packImages, rounds };
pack.SetAction(parsed =>
{
    TorchRuntime.Initialize(threads: 1);
    if (!File.Exists(parsed.GetValue(packFile)))
    {
        PackSpeed.Make(parsed.GetValue(packFile)!, parsed.GetValue(packImages));
    }

    var images = BigBiGan.Training.Data.Sources.DataSource.Load(parsed.GetValue(packFile)!, 128, 3).Train;
    var rates = Enumerable.Range(0, parsed.GetValue(rounds)).Select(_ => (Bytes: PackSpeed.OfBytes(images), Batches: PackSpeed.OfBatches(images))).ToList();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(images.IsInMemory ? "in memory" : "mapped")}: {Statistics.Median(rates.Select(rate => rate.Bytes)):0} images/s as bytes, "
        + $"{Statistics.Median(rates.Select(rate => rate.Batches)):0} as batches of 64"));
});
root.Add(pack);

var scratch = new Option<string>("--folder") { Description = "Where features are written.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "bigbigan-features") };
var rows = new Option<int>("--images") { Description = "How many.", DefaultValueFactory = _ => 20_000 };
var features = new Option<int>("--features") { Description = "Of an image.", DefaultValueFactory = _ => 2048 };
var classes = new Option<int>("--classes") { Description = "Of images.", DefaultValueFactory = _ => 10 };
var pairs = new Option<int>("--pairs") { Description = "How many of the images are compared with one another.", DefaultValueFactory = _ => 2_000 };
var evaluation = new Command("evaluation", "Prints the seconds and the peak memory of each metric on features that are made up and stand on disk.") { scratch, rows, features, classes, pairs, threads };
evaluation.SetAction(parsed =>
{
    TorchRuntime.Initialize(parsed.GetValue(threads));
    EvaluationScale.Print(parsed.GetValue(scratch)!, parsed.GetValue(rows), parsed.GetValue(features), parsed.GetValue(classes), parsed.GetValue(pairs));
});
root.Add(evaluation);

var source = new Option<string>("--data") { Description = "Grey images.", DefaultValueFactory = _ => "fashion-mini" };
var side = new Option<int>("--size") { Description = "Pixels of an image's side.", DefaultValueFactory = _ => 28 };
var probes = new Command("probe", "Prints the linear probe of images' pixels by the exact solver and by passes over a file.") { scratch, source, rows, side, threads };
probes.SetAction(parsed =>
{
    TorchRuntime.Initialize(parsed.GetValue(threads));
    EvaluationScale.Compare(parsed.GetValue(scratch)!, parsed.GetValue(source)!, parsed.GetValue(rows), parsed.GetValue(side));
});
root.Add(probes);
return root.Parse(args).Invoke();

static void Print(Result result)
{
    var table = new Table().Title(Markup.Escape($"{result.Model}: {result.Summary}; batch {result.Batch}, {result.Threads} thread(s)"))
        .AddColumns("form", "ms a step", "images/s", "times plain", "of the floor", "peak MB", "of plain's");
    var plain = result.Rows.FirstOrDefault(row => row.Form == "plain");
    var floor = result.Rows.FirstOrDefault(row => row.Form == "floor");
    foreach (var row in result.Rows)
    {
        table.AddRow(
            row.Form,
            Number(row.Seconds * 1000, "0"),
            Number(3 * result.Batch / row.Seconds, "0"), // two updates of D and one of G and E read a batch each
            Number(plain?.Seconds / row.Seconds, "0.00"),
            Number(row.Seconds / floor?.Seconds, "0.00"),
            Number(row.PeakBytes / 1e6, "0"),
            Number((double?)row.PeakBytes / plain?.PeakBytes, "0.00"));
    }

    AnsiConsole.Write(table);
}

static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

internal sealed record Result(string Model, string Summary, int Batch, int Threads, IReadOnlyList<Row> Rows);

/// <param name="Seconds">Of one step.</param>
/// <param name="PeakBytes">Null where it was not measured.</param>
internal sealed record Row(string Form, double Seconds, long? PeakBytes);
