using System.Globalization;
using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Numbers as people write them: <c>0.999</c>, <c>1e-4</c>, <c>500k</c>, <c>2M</c>, <c>7G</c>, <c>2^11</c>.</summary>
internal static class NumberText
{
    private static readonly Regex Grouped = new("^[1-9][0-9]{0,2}([_, '][0-9]{3})+$", RegexOptions.CultureInvariant);
    private static readonly Regex DecimalComma = new("^[0-9]+,[0-9]+$", RegexOptions.CultureInvariant);

    public static bool TryParse(string text, out double value)
    {
        value = 0;
        if (text.Length == 0 || text[text.Length - 1] is 'y' or 'N')
        {
            return false; // Infinity and NaN, which double.TryParse takes
        }

        var caret = text.IndexOf('^');
        if (caret > 0)
        {
            if (!TryInteger(text.Substring(0, caret), out var power) || !TryInteger(text.Substring(caret + 1), out var exponent))
            {
                return false;
            }

            value = Math.Pow(power, exponent);
            return !double.IsInfinity(value);
        }

        var factor = text[text.Length - 1] switch { 'k' => 1_000m, 'M' => 1_000_000m, 'G' => 1_000_000_000m, _ => 1m };
        if (factor > 1)
        {
            // In decimal, so that 1.1k is exactly 1100.
            var scaled = decimal.TryParse(
                    text.Substring(0, text.Length - 1), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var mantissa)
                && Math.Abs(mantissa) < 1e15m;
            value = scaled ? (double)(mantissa * factor) : 0;
            return scaled;
        }

        return double.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && !double.IsInfinity(value);
    }

    /// <summary>
    /// <c>; did you mean `1000`?</c> for <c>1_000</c>, <c>1,000</c> and <c>1 000</c>;
    /// for a real number also <c>`0.99`</c> for <c>0,99</c>; else nothing.
    /// </summary>
    public static string Mend(string text, bool real) =>
        Grouped.IsMatch(text) ? $"; did you mean `{string.Concat(text.Where(char.IsDigit))}`?"
        : real && DecimalComma.IsMatch(text) ? $"; did you mean `{text.Replace(',', '.')}`?"
        : "";

    /// <summary>The shortest text that reads back to the same number: <c>5e-5</c>.</summary>
    public static string Write(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E');
        return e < 0
            ? text
            : text.Substring(0, e) + "e" + int.Parse(text.Substring(e + 1), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    public static string Write(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1024;
}
