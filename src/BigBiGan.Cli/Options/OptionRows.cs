using System.CommandLine;
using System.Globalization;

namespace BigBiGan.Cli.Options;

/// <summary>Options that several commands have together. A command that starts other processes of this program hands all of them on.</summary>
/// <param name="rows">Each option with its value as it is handed on; a value of null is not.</param>
internal sealed class OptionRows(params (Option Option, Func<ParseResult, object?> Value)[] rows)
{
    /// <summary>In the order of help.</summary>
    public IReadOnlyList<Option> All { get; } = [.. rows.Select(row => row.Option)];

    /// <summary>Words of a command line that asks for the same; what nobody asked for and has no default is left out.</summary>
    public IReadOnlyList<string> Forwarded(ParseResult arguments) =>
    [
        .. rows.Select(row => (row.Option.Name, Value: row.Value(arguments))).Where(row => row.Value is not null)
            .SelectMany(row => new[] { row.Name, Convert.ToString(row.Value, CultureInfo.InvariantCulture)! }),
    ];
}
