using System.CommandLine;
using System.Globalization;

namespace BigBiGan.Cli.Options;

/// <summary>Options that take a number of bytes: <c>4G</c>, <c>512M</c>, <c>0</c>.</summary>
internal static class SizeOption
{
    private const string Units = "KMGT";

    public static Option<long?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Bytes(text) is { } bytes)
            {
                return bytes;
            }

            result.AddError($"{name} is '{text}'; expected a size such as 4G, 512M or 0");
            return null;
        },
    };

    private static long? Bytes(string text)
    {
        var unit = text.Length == 0 ? -1 : Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal);
        var digits = unit < 0 ? text : text[..^1];
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * Math.Pow(1024, unit + 1) is < 1e18 and var bytes
            ? (long)bytes
            : null;
    }
}
