using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using BigBiGan.Dsl.Spec.Fuzz;

var count = new Option<int>("--count") { Description = "How many mutants.", DefaultValueFactory = _ => 20_000 };
var first = new Option<int>("--first") { Description = "The number of the first.", DefaultValueFactory = _ => 0 };
var seed = new Option<int>("--seed") { Description = "Another seed, other mutants.", DefaultValueFactory = _ => 1 };
var show = new Option<int?>("--show") { Description = "Print this mutant and stop." };
var root = new RootCommand("Sends mutated specs and grids through the compiler, and says which it did not answer well.") { count, first, seed, show };
root.SetAction(parsed =>
{
    if (parsed.GetValue(show) is { } number)
    {
        var (files, mutated) = Mutator.Mutant(parsed.GetValue(seed), number);
        Console.WriteLine($"# mutated: {mutated}");
        foreach (var file in files)
        {
            Console.WriteLine($"# {file.Path}\n{file.Text}");
        }

        return 0;
    }

    var run = new FuzzRun(parsed.GetValue(seed));
    var clock = Stopwatch.StartNew();
    const int Portion = 10_000;
    for (var done = 0; done < parsed.GetValue(count); done += Portion)
    {
        var shown = run.Failures.Count;
        run.Run(parsed.GetValue(first) + done, Math.Min(Portion, parsed.GetValue(count) - done));
        Console.Error.WriteLine(Text($"{run.Count} mutants, {run.Failures.Count} failures, {clock.Elapsed.TotalSeconds:0} s"));
        foreach (var failure in run.Failures.Skip(shown).Take(20))
        {
            Console.WriteLine(Text($"mutant {failure.Mutant} ({failure.Mutated}): {string.Join("\n", failure.Fault.Split('\n').Take(4))}"));
        }
    }

    Console.WriteLine(Text($"{run.Count} mutants of {Seeds.All.Count} seeds in {clock.Elapsed.TotalSeconds:0} s: {run.Failures.Count} failures, {run.Sound} without a problem"));
    Console.WriteLine(Text($"slowest: {run.Slowest.Time.TotalMilliseconds:0} ms (mutant {run.Slowest.Mutant}); most memory allocated: {run.Largest.Bytes / 1e6:0} MB (mutant {run.Largest.Mutant})"));
    foreach (var (rule, problems) in run.ProblemsByRule)
    {
        Console.WriteLine(Text($"{rule} {problems,9}"));
    }

    return run.Failures.Count == 0 ? 0 : 1;
});
return root.Parse(args).Invoke();

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
