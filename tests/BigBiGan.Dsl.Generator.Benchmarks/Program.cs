using System.CommandLine;
using System.Globalization;
using BigBiGan.Dsl.Generator.Benchmarks;

var sizes = new Option<int[]>("--specs") { Description = "Sizes of the models folder.", DefaultValueFactory = _ => [10, 100, 1000], AllowMultipleArgumentsPerToken = true };
var rounds = new Option<int>("--rounds") { Description = "Runs of each edit, once they have become steady; the median counts.", DefaultValueFactory = _ => 15 };
var warm = new Option<double>("--warm") { Description = "Seconds that each edit is run at least until its runs count as steady; ten times as many at most.", DefaultValueFactory = _ => 3 };
var grid = new Option<bool>("--grid") { Description = "With a grid of three variants, two values and two seeds." };
var only = new Option<string>("--only") { Description = "Only columns whose name begins so.", DefaultValueFactory = _ => "" };
var root = new RootCommand("Prints how many milliseconds the generator takes (one thread's processor time, and by the clock), from nothing and after one edit, and the C# compiler over what it wrote.") { sizes, rounds, warm, grid, only };
root.SetAction(parsed =>
{
    var first = true;
    foreach (var specs in parsed.GetValue(sizes)!)
    {
        var edits = new Edits(specs, parsed.GetValue(grid));
        var columns = edits.All(specs).Where(edit => edit.Name.StartsWith(parsed.GetValue(only)!, StringComparison.Ordinal)).ToList();
        if (first)
        {
            Console.WriteLine(Text($"The first run of this process, with the JIT's work: {specs} specs in {edits.First:0} ms."));
            Console.WriteLine();
            Console.WriteLine($"| specs | {string.Join(" | ", columns.Select(column => column.Name))} |");
            Console.WriteLine($"|---|{string.Concat(columns.Select(_ => "---|"))}");
            first = false;
        }

        var least = TimeSpan.FromSeconds(parsed.GetValue(warm));
        var cells = columns.Select(column => (column.Per, Time: Steady.Median(column.Ready, parsed.GetValue(rounds), least))).Select(cell => Text($"{cell.Per * cell.Time.Thread:0.00}, {cell.Per * cell.Time.Clock:0.00}"));
        Console.WriteLine($"| {specs} | {string.Join(" | ", cells)} |");
    }
});
return root.Parse(args).Invoke();

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
