using System.Globalization;

namespace BigBiGan.Cli.Display;

internal static class SignedNumber
{
    /// <summary><c>+1.25</c>, <c>-0.50</c>; what rounds to nothing is <c>+0.00</c>, where .NET's own format writes two signs.</summary>
    public static string Of(double value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0; // -0 becomes 0
        var zeros = new string('0', decimals);
        return rounded.ToString($"+0.{zeros};-0.{zeros}", CultureInfo.InvariantCulture);
    }
}
