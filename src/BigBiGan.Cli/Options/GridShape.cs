using System.CommandLine;
using System.Globalization;

namespace BigBiGan.Cli.Options;

/// <summary>Rows and columns of a picture: <c>4x10</c>.</summary>
internal static class GridShape
{
    private const int MostRows = 256;
    private const int MostColumns = 64;

    public static Option<(int Rows, int Columns)?> Option() => new("--grid")
    {
        Description = "Rows and columns of the picture, instead of --count; of a variant with labels, rows are classes. [default: rows of 8]",
        HelpName = "RxC",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Split('x') is [var first, var second] && Number(first, MostRows) is { } rows && Number(second, MostColumns) is { } columns)
            {
                return (rows, columns);
            }

            result.AddError($"--grid is '{text}'; expected rows x columns such as 4x10, at most {MostRows}x{MostColumns}");
            return null;
        },
    };

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most ? value : null;
}
