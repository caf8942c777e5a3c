using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Grids;

namespace BigBiGan.Cli.Options;

/// <summary>The most that the training of cells may cost: hours of a calibration, or multiply-adds where a grid has none.</summary>
/// <param name="Amount">Hours or multiply-adds; infinite for no limit.</param>
internal sealed record CostLimit(double Amount, bool IsHours)
{
    private const string Free = "none";

    public static Option<CostLimit?> Option() => new("--budget")
    {
        Description = $"Refuse where the cells would cost more: hours by the grid's calibration (2h), multiply-adds (3e15), or {Free}.",
        HelpName = "AMOUNT",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var limit = Parse(text);
            if (limit is null)
            {
                result.AddError($"--budget is '{text}'; expected hours such as 2h, multiply-adds such as 3e15, or {Free}");
            }

            return limit;
        },
    };

    /// <summary>Refuses a plan whose cells cost more.</summary>
    /// <param name="cells">What they are, as the subject of a sentence.</param>
    /// <exception cref="UserMistake">They do, or the limit is hours and nobody knows the grid's.</exception>
    public void Check(GridPlan grid, string cells)
    {
        if (double.IsInfinity(Amount))
        {
            return;
        }

        if (IsHours && grid.Speed is null)
        {
            throw new UserMistake(
                $"--budget {this} is of hours, which {grid.Path} has no calibration for; "
                + "name one in its budget, give --profile, or give the budget in multiply-adds, such as 3e15");
        }

        var (cost, unit) = IsHours ? (grid.Speed!.Hours(grid.Cost), $" h on {grid.Speed.Device}") : (grid.Cost, " multiply-adds");
        if (cost > Amount)
        {
            throw new UserMistake($"{cells} would cost {Text(cost, IsHours)}{unit}, and the budget is {this}; --budget {Free} plans them all the same");
        }
    }

    public override string ToString() => IsHours ? $"{Text(Amount, IsHours)}h" : Text(Amount, IsHours);

    private static CostLimit? Parse(string text)
    {
        if (text == Free)
        {
            return new CostLimit(double.PositiveInfinity, IsHours: false);
        }

        var isHours = text.EndsWith('h');
        return double.TryParse(
                isHours ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount)
            && double.IsFinite(amount)
            ? new CostLimit(amount, isHours)
            : null;
    }

    private static string Text(double amount, bool isHours) => amount.ToString(isHours ? "0.####" : "0.0##e+0", CultureInfo.InvariantCulture);
}
