using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Cells;
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

    /// <param name="more">What else it takes.</param>
    public static Option<string[]> Only(string more = "") => new("--only")
    {
        Description = $"Only these cells: the beginning of an identity, a variant, or a pattern over labels such as '*seed 0'.{more}",
        HelpName = "CELL",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The cells that <c>--only</c> asks for; all where it is not there.</summary>
    /// <exception cref="UserMistake">A name fits no cell.</exception>
    public static IReadOnlyList<PlannedCell> Selected(GridPlan grid, IReadOnlyList<PlannedCell> cells, IReadOnlyList<string> wanted)
    {
        foreach (var name in wanted.Where(name => !cells.Any(cell => CellFilter.Matches(cell, name))))
        {
            var near = Spelling.Nearest(name, cells.SelectMany(cell => new[] { cell.Cell.VariantPath, cell.Cell.VariantPath.Split('/')[^1] }).Distinct());
            var meant = near is null ? "" : $" (did you mean {near}?)";
            throw new UserMistake($"--only '{name}' fits no cell of {grid.Path}{meant}; 'bigbigan grid plan {grid.Path.Split('/')[^1]}' shows all");
        }

        return wanted.Count == 0 ? cells : [.. cells.Where(cell => wanted.Any(name => CellFilter.Matches(cell, name)))];
    }

    public static ResultsFolder Folder(string? results, GridPlan grid) => new(results ?? Path.Combine("results", grid.Path.Split('/')[^1]));

    /// <summary>What a person types to go on with a grid.</summary>
    public static string Run(GridPlan grid, ResultsFolder results) => Typed("run", grid, results);

    /// <summary>What a person types to see its table.</summary>
    public static string Report(GridPlan grid, ResultsFolder results) => Typed("report", grid, results);

    /// <summary>What a person types to see how its cells are.</summary>
    public static string Status(GridPlan grid, ResultsFolder results) => Typed("status", grid, results);

    private static string Typed(string command, GridPlan grid, ResultsFolder results) =>
        $"bigbigan grid {command} {grid.Path.Split('/')[^1]} --results {ShellWord.Of(results.Path)}";
}
