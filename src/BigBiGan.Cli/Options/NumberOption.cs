using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace BigBiGan.Cli.Options;

/// <summary>Options that take a number; a wrong one is told apart in words, not in names of types.</summary>
internal static class NumberOption
{
    public static Option<T?> AtLeast<T>(string name, T least, string description)
        where T : struct, INumber<T> => Create<T>(name, description, "a whole number from " + Text(least) + " on", value => value >= least);

    public static Option<T?> Between<T>(string name, T least, T most, string description)
        where T : struct, INumber<T> => Create<T>(name, description, $"{Text(least)} to {Text(most)}", value => value >= least && value <= most);

    public static Option<double?> Positive(string name, string description) =>
        Create<double>(name, description, "a number above 0", value => value > 0 && double.IsFinite(value));

    private static Option<T?> Create<T>(string name, string description, string expected, Func<T, bool> allowed)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                    && allowed(value))
                {
                    return value;
                }

                result.AddError($"{name} is '{text}'; expected {expected}");
                return null;
            },
        };

    private static string Text<T>(T value)
        where T : struct, INumber<T> => value.ToString(null, CultureInfo.InvariantCulture);
}
