using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Documentation;

/// <summary>
/// A printed command as the tests run it. What it does stays; how long it takes is cut by the rules of this file, which are all there are:
/// two steps of training on a handful of pictures, a few samples, a round of a benchmark, checks in place of a build, lists in place of tests.
/// </summary>
/// <param name="Program"><c>bigbigan</c>, or one that the system finds.</param>
/// <param name="AtRoot">Whether it runs in the repository; else among its <see cref="Surroundings"/>.</param>
internal sealed partial record ShortForm(string Program, string[] Arguments, bool AtRoot, params (string Name, string Value)[] Settings)
{
    /// <summary>Capital letters that stand for something, and names that a page invents.</summary>
    private static readonly Dictionary<string, string> Stand = new()
    {
        ["A"] = "small/fashion",
        ["B"] = "small/no-e",
        ["DIR"] = "models",
        ["FOLDER"] = "packages",
        ["FEED"] = "packages",
        ["FILE"] = "images/bars/000.png",
        ["MODEL"] = "fashion",
        ["N"] = "1",
        ["R"] = "results/ci",
        ["SOURCE"] = "images",
        ["RUN"] = "runs/fashion-001",
        ["bigan/VARIANT"] = "bigan/bigan",
        ["mine"] = "fashion",
        ["rates"] = "ci",
        ["results/small-ablations"] = "results/ci",
        ["small-ablations"] = "ci",
        ["no-unaries"] = "no-e",
        ["photo.png"] = "images/bars/000.png",
        ["runs/base-001"] = "runs/fashion-001",
        ["runs/no-unaries-001"] = "runs/fashion-001",
        ["runs/bigan-001"] = "runs/fashion-001",
        ["imagenet/base"] = "small/fashion",
        ["small/imagenet-32"] = "small/fashion",
        ["small/imagenet-64"] = "small/fashion",
        ["gan-clustering"] = "small/clustering",
        ["gan-random-label"] = "small/fashion",
    };

    /// <summary>Null where a script that CI takes runs the command as it is.</summary>
    /// <exception cref="NotSupportedException">No rule shortens it: nobody runs it.</exception>
    public static ShortForm? Of(string command)
    {
        // where the answer goes is the shell's
        var words = Word().Matches(command).Select(word => word.Value.Replace("'", "").Replace("\"", "")).TakeWhile(word => word is not (">" or ">>" or "|")).ToArray();
        var settings = words.TakeWhile(word => Setting().IsMatch(word)).Select(word => word.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();
        words = words[settings.Length..];
        var after = Array.IndexOf(words, "--") is >= 0 and var dashes ? words[(dashes + 1)..] : [];
        var form = words switch
        {
            ["bigbigan" or "./bigbigan", .. var rest] => Ours(rest),
            ["mpirun", ..] when MpiRun.Missing is not null => null,
            ["mpirun", ..] => new ShortForm("mpirun", MpiRun.Of(2, Ours(words[(Array.IndexOf(words, "bigbigan") + 1)..]).Arguments), AtRoot: false),
            ["dotnet", "run", ..] when Value(words, "--project") == "src/BigBiGan.Cli" => Ours(after),
            // what it would write is there, as a test of the Spec library demands
            ["dotnet", "run", ..] when Value(words, "--project") is "tools/BigBiGan.Dsl.Docs" and var docs => new ShortForm(Executable(docs), [], AtRoot: true),
            // with a cache of its own: that of the other tests holds no indexes
            ["dotnet", "run", ..] when Value(words, "--project") is { } benchmarks && after is ["shards", ..] => new ShortForm(
                Executable(benchmarks), ["shards", "shards", "--images", "4000"], AtRoot: false, ("XDG_CACHE_HOME", Workplace.NewFolder("cache"))),
            // as few images as are not kept decoded
            ["dotnet", "run", ..] when Value(words, "--project") is { } benchmarks && after is ["shard-training", ..] => new ShortForm(
                Executable(benchmarks), ["shard-training", "many", "--images", "90000", "--rounds", "1", "--steps", "4"], AtRoot: false, ("XDG_CACHE_HOME", Workplace.NewFolder("cache"))),
            ["dotnet", "run", ..] when Value(words, "--project") is { } benchmarks && after is ["pack", ..] => new ShortForm(
                Executable(benchmarks), ["pack", "noise.pack", "--images", "50", "--rounds", "1"], AtRoot: false),
            ["dotnet", "run", ..] when Value(words, "--project") is { } benchmarks && after is ["tables", ..] => new ShortForm(
                Executable(benchmarks), ["tables", "tables", "--images", "600"], AtRoot: false, ("XDG_CACHE_HOME", Workplace.NewFolder("cache"))),
            ["dotnet", "run", ..] when Value(words, "--project") is { } project => new ShortForm(Executable(project), Benchmark(project, after), AtRoot: false),
            [".ci/run"] or ["dotnet", "test", "BigBiGan.Dsl.sln", "-c", "Release"] or ["dotnet", "format", "--verify-no-changes"] => null,
            ["dotnet", "test", .. var rest] => Tests(rest),
            ["dotnet", "build", var project, .. var rest] => Checks(project, rest),
            ["dotnet", "pack", var project, ..] => new ShortForm("dotnet", ["msbuild", project, "-getProperty:IsPackable", "-nodeReuse:false"], AtRoot: true),
            // where the lists are up to date, as the build demands, there is nothing to write; the smaller project stands for both
            ["dotnet", "format", "analyzers", _, .. var rest] => new ShortForm(
                "dotnet", ["format", "analyzers", "src/BigBiGan.Dsl", .. rest, "--no-restore", "--verify-no-changes"], AtRoot: true),
            ["dotnet", "nuget", "add", "source", var folder] => new ShortForm("dotnet", ["nuget", "add", "source", Named(folder), "--configfile", "nuget.config"], AtRoot: false),
            ["pytorch-fid" or "fidelity", ..] => null, // programs of others, which are not here
            _ => throw new NotSupportedException("no rule says how to run it in a short form"),
        };
        return form is null ? null : form with { Settings = [.. form.Settings, .. settings] };
    }

    public Answer Run()
    {
        var folder = AtRoot ? Repository.Root : Surroundings.Folder;
        if (Value(Arguments, "--run") is { } run && Directory.Exists(Path.Combine(folder, run)))
        {
            // of another page that prints the same name
            Directory.Delete(Path.Combine(folder, run), recursive: true);
        }

        string[] program = Program == "bigbigan" ? ["dotnet", Bigbigan.Program] : [Program];
        return Bigbigan.Finish(Bigbigan.Start("env", folder, [.. Settings.Select(setting => $"{setting.Name}={setting.Value}"), .. program, .. Arguments]));
    }

    private static ShortForm Ours(string[] words)
    {
        if (words is ["data", "info", "cifar10" or "data/ILSVRC128.hdf5"])
        {
            // with a cache of its own: that of the other tests holds no indexes
            var file = Path.Combine(Repository.Root, "tests/BigBiGan.Training.Tests/golden/forms", words[2] is "cifar10" ? "train-00000-of-00001.parquet" : "chunked.hdf5");
            return new ShortForm("bigbigan", ["data", "info", file], AtRoot: false, ("XDG_CACHE_HOME", Workplace.NewFolder("cache")));
        }

        string[] arguments = words switch
        {
            ["describe", ..] => [.. words.Select(word => word == "imagenet/base" ? word : Named(word))],
            // a goal is of the whole run: the finished one goes on by a step, and weights of others begin at none
            ["train", "--resume", var run, .. var rest] =>
                ["train", "--resume", Named(run), .. Fewer(Without(Named(rest), "--minutes"), "--steps", run == "runs/imported" ? "2" : $"{FinishedRun.Steps + 1}"), "--no-evaluation"],
            ["train", .. var rest] => ["train", .. Without(NewRun(rest), "--steps", "--minutes", "--data", "--device"), .. Images(rest), "--steps", "2", "--no-evaluation"],
            ["import", .. var rest] => ["import", .. Without(NewRun(rest), "--data", "--layout").Where(word => word is not "D.safetensors"), .. Images(rest)],
            ["sample", .. var rest] => ["sample", .. Fewer(rest.Contains("--latents") || rest.Contains("--grid") ? Named(rest) : Fewer(Named(rest), "--count", "3"), "--standing-batches", "1")],
            ["cluster", .. var rest] => ["cluster", .. Fewer(Without(Named(rest), "--data"), "--k", "10")],
            // weights and statistics of others, which are not here
            ["evaluate", .. var rest] when Value(rest, "--features") is not null => ["evaluate", .. Quick(Without(Named(rest), "--features", "--reference"))],
            ["evaluate", .. var rest] when Value(rest, "--data") is "fashion" => ["evaluate", .. Quick(Without(Named(rest), "--data")), .. Images(rest)],
            ["evaluate", .. var rest] => ["evaluate", .. Quick(Named(rest))],
            ["reconstruct" or "embed", .. var rest] when Value(rest, "--data") is "fashion" => [words[0], .. Without(Named(rest), "--data"), .. Images(rest)],
            // one examination, by all options that are printed but the long one, stands for those that each of them is printed in
            ["doctor", ..] => ["doctor", "--variant", "small/fashion", "--data", "images", "--json"],
            // results of a branch that is not here: its own are compared with themselves
            ["grid", "report", .. var rest] when Value(rest, "--against") is not null => ["grid", "report", .. Without(Named(rest), "--against"), "--against", "results/ci"],
            ["grid", "run", .. var rest] => ["grid", "run", .. Named(rest), "--dry-run"],
            ["grid", "logs", _, ..] => ["grid", "logs", Path.GetFileName(Directory.GetDirectories(GridRunTests.Whole, "small-no-e-*").Single()), "--results", "results/ci"],
            ["grid", "cell", var grid, _, .. var rest] => ["grid", "plan", Named(grid)],
            _ => Named(words),
        };
        return new ShortForm("bigbigan", arguments, AtRoot: false);
    }

    /// <summary>A run that begins is none of those that are there.</summary>
    private static string[] NewRun(string[] words) => [.. words.Select((word, i) => i > 0 && words[i - 1] == "--run" && word == "RUN" ? "runs/own" : Named(word))];

    /// <summary>An evaluation of a few samples and images.</summary>
    private static string[] Quick(string[] words) => Fewer(Fewer(Fewer(words, "--samples", "60"), "--probe-images", "60"), "--standing-batches", "1");

    /// <summary>A resumed run has its images; any other trains on the folder <c>images</c>.</summary>
    private static string[] Images(string[] words) => words.Contains("--resume") ? [] : ["--data", "images"];

    private static string[] Benchmark(string project, string[] words) => Path.GetFileName(project) switch
    {
        "BigBiGan.Benchmarks" when words is ["losses", ..] => [.. words, "--steps", "2"],
        "BigBiGan.Benchmarks" when words is ["data", ..] => [.. words, "--seconds", "0.05"],
        "BigBiGan.Benchmarks" when words is ["evaluation", ..] => [words[0], "--images", "300", "--features", "16", "--pairs", "100"],
        "BigBiGan.Benchmarks" when words is ["probe", ..] => [words[0], "--images", "300", "--size", "14"],
        "BigBiGan.Benchmarks" when words is ["reversible", ..] => [.. words, "--rounds", "1"],
        "BigBiGan.Benchmarks" when words is [] or ["--model", ..] => [.. Fewer(Named(words), "--rounds", "1"), "--batch", "2"],
        "BigBiGan.Dsl.Generator.Benchmarks" => [.. Named(words), "--specs", "10", "--rounds", "1", "--warm", "0"],
        "BigBiGan.Dsl.Spec.Fuzz" => Fewer(words, "--count", "100"),
        _ => Named(words),
    };

    /// <summary>The tests that a filter finds, in the projects that it names, or in these.</summary>
    private static ShortForm Tests(string[] words)
    {
        var named = words.Length > 0 && words[0].StartsWith("tests/", StringComparison.Ordinal);
        var filter = Value(words, "--filter") ?? throw new NotSupportedException("only tests with a filter can be listed instead");
        return new ShortForm(
            "dotnet", ["test", named ? words[0] : "tests/BigBiGan.Cli.Tests", "-c", Repository.Configuration, "--no-build", "--list-tests", "--filter", filter], AtRoot: true);
    }

    /// <summary>What a build would be refused for.</summary>
    private static ShortForm Checks(string project, string[] words) => new(
        "dotnet",
        ["msbuild", project.EndsWith(".sln", StringComparison.Ordinal) ? "src/BigBiGan.Cli" : project, "-t:CheckTorchBackend", "-nodeReuse:false", .. words.Where(word => word.StartsWith("-p:", StringComparison.Ordinal))],
        AtRoot: true);

    /// <summary>What <c>dotnet run</c> starts: the executable that the project was built to.</summary>
    private static string Executable(string project)
    {
        var folder = Path.Combine(Repository.Root, project, "bin", Repository.Configuration, "net10.0");
        return Path.ChangeExtension(Directory.GetFiles(folder, "*.runtimeconfig.json").Single(), null)[..^".runtimeconfig".Length];
    }

    private static string[] Named(string[] words) => [.. words.Select(Named)];

    private static string Named(string word) => Stand.GetValueOrDefault(word, word);

    private static string? Value(string[] words, string option) => Array.IndexOf(words, option) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    private static string[] Without(string[] words, params string[] options) =>
        [.. words.Where((word, i) => !options.Contains(word) && !(i > 0 && options.Contains(words[i - 1])))];

    private static string[] Fewer(string[] words, string option, string value) => [.. Without(words, option), option, value];

    /// <summary>What the shell takes as one word: blanks between quotes are part of it.</summary>
    [GeneratedRegex("""(?:'[^']*'|"[^"]*"|[^\s'"])+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Z_]+=\S+$")]
    private static partial Regex Setting();
}
