using System.CommandLine;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>What the commands of grids share.</summary>
internal static class GridOptions
{
    public static Argument<string> Grid() => new("GRID")
    {
        Description = "A grid's path below models/ without ending (grids/table1), its last part (table1), or its name (Table1).",
    };

    public static Option<string?> Results() => new("--results")
    {
        Description = "Where the cells have their folders. [default: results/GRID]",
        HelpName = "DIR",
    };

    public static ResultsFolder Folder(string? results, GridPlan grid) => new(results ?? Path.Combine("results", grid.Path.Split('/')[^1]));

    /// <summary>What a person types to go on with a grid.</summary>
    public static string Run(GridPlan grid, ResultsFolder results) => Typed("run", grid, results);

    /// <summary>What a person types to see its table.</summary>
    public static string Report(GridPlan grid, ResultsFolder results) => Typed("report", grid, results);

    private static string Typed(string command, GridPlan grid, ResultsFolder results) =>
        $"bigbigan grid {command} {grid.Path.Split('/')[^1]} --results {ShellWord.Of(results.Path)}";
}
