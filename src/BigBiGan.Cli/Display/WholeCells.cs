using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>Tables whose cells are read as they stand.</summary>
internal static class WholeCells
{
    /// <summary>No cell of the columns so far is broken into lines.</summary>
    public static Table NoWrap(this Table table)
    {
        foreach (var column in table.Columns)
        {
            column.NoWrap();
        }

        return table;
    }
}
