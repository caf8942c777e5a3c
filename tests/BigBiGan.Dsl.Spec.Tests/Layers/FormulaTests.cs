using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Tests.Layers;

public sealed class FormulaTests
{
    private static readonly LayerPlace Place = new(Channels: 64, Size: 16, Argument: 4);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("C", 64)]
    [InlineData("2*C*C/n+C/n+C", 2128)]
    [InlineData("2 + 3 * 4", 14)]
    [InlineData("(2 + 3) * 4", 20)]
    [InlineData("C - 4 - 3", 57)]
    [InlineData("C - (4 - 3)", 63)]
    [InlineData("C / (S / n)", 16)]
    [InlineData("C / S / n", 1)]
    [InlineData(" ( ( C ) ) ", 64)]
    public void A_formula_is_read_as_people_mean_it(string text, long expected)
    {
        var formula = Formula.Parse(text, out _)!;
        Assert.Equal(expected, formula.At(Place, out _));
        Assert.Equal(formula, Formula.Parse(formula.Text, out _)); // its spelling means the same
    }

    [Theory]
    [InlineData("C / 24", "has `C / 24`, which is 64 / 24, no whole number")]
    [InlineData("C / (S - 16)", "has `C / (S - 16)`, which is 64 / 0, no whole number")]
    [InlineData("S - C", "is -48")]
    [InlineData("C * C * C * C * C * C * C * C * C", "is above 10^15")]
    public void Where_it_gives_no_whole_number_that_is_said(string text, string expected)
    {
        Assert.Null(Formula.Parse(text, out _)!.At(Place, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("", "ends where `C`, `S`, `n`, a number or a bracket was expected")]
    [InlineData("C +", "ends where `C`, `S`, `n`, a number or a bracket was expected")]
    [InlineData("2C", "has `C` at 2, where an operator or the end was expected")]
    [InlineData("channels", "has `c` at 1, where `C`, `S`, `n`, a number or a bracket was expected")]
    [InlineData("(C + 1", "has a bracket that is not closed")]
    [InlineData("C + 1)", "has `)` at 6, where no bracket is open")]
    [InlineData("C % 8", "has `%` at 3, where an operator or the end was expected")]
    [InlineData("10000000000", "has a number above 10^9")]
    [InlineData("((((((((((((((((((((((C))))))))))))))))))))))", "has more than 20 brackets inside each other")]
    public void What_is_no_formula_says_where_it_stops_being_one(string text, string expected)
    {
        Assert.Null(Formula.Parse(text, out var fault));
        Assert.Equal(expected, fault);
    }
}
