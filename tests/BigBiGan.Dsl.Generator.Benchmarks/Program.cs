using System.CommandLine;
using System.Globalization;
using BigBiGan.Dsl.Generator.Benchmarks;

var sizes = new Option<int[]>("--specs") { Description = "Sizes of the models folder.", DefaultValueFactory = _ => [10, 100, 1000], AllowMultipleArgumentsPerToken = true };
var rounds = new Option<int>("--rounds") { Description = "Runs of each edit, after three seconds to warm up; the median counts.", DefaultValueFactory = _ => 15 };
var grid = new Option<bool>("--grid") { Description = "With a grid of three variants, two values and two seeds." };
var only = new Option<string>("--only") { Description = "Only edits whose name begins so.", DefaultValueFactory = _ => "" };
const double WarmUp = 3_000;
var root = new RootCommand("Prints how many milliseconds of one thread the generator takes, from nothing and after one edit.") { sizes, rounds, grid, only };
root.SetAction(parsed =>
{
    foreach (var specs in parsed.GetValue(sizes)!)
    {
        foreach (var (name, ready) in new Edits(specs, parsed.GetValue(grid)).All(specs).Where(edit => edit.Name.StartsWith(parsed.GetValue(only)!, StringComparison.Ordinal)))
        {
            for (var warm = 0.0; warm < WarmUp; warm += ThreadClock.Milliseconds(ready()))
            {
                // the JIT compiles again what runs often
            }

            var times = Enumerable.Range(0, parsed.GetValue(rounds)).Select(_ => ThreadClock.Milliseconds(ready())).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{specs,5} specs  {name,-28} {times[times.Count / 2],9:0.00} ms"));
        }
    }
});
return root.Parse(args).Invoke();
