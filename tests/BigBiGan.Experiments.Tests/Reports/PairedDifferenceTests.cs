using BigBiGan.Experiments.Reports;

namespace BigBiGan.Experiments.Tests.Reports;

public sealed class PairedDifferenceTests
{
    /// <summary>Hours of sleep that ten patients gained with one drug more than with another: Student (1908), as R's t.test(paired = TRUE) has them.</summary>
    [Fact]
    public void Students_own_example_has_the_known_answer()
    {
        var found = PairedDifference.Of([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])!;
        Assert.Equal(1.58, found.Mean, 12);
        Assert.Equal(0.7001142, found.Low, 6);
        Assert.Equal(2.4598858, found.High, 6);
        Assert.Equal(0.00283289, found.P, 7);
        Assert.Equal(10, found.Pairs);
        Assert.True(found.IsSignificant);
    }

    /// <summary>With one degree of freedom t is Cauchy's: its quantile of 0.975 is 12.7062, and P(|t| > 1) = 1/2.</summary>
    [Fact]
    public void Two_seeds_say_little()
    {
        var found = PairedDifference.Of([0, 2])!;
        Assert.Equal(1, found.Mean, 12);
        Assert.Equal(1 - 12.7062047, found.Low, 6);
        Assert.Equal(1 + 12.7062047, found.High, 6);
        Assert.Equal(0.5, found.P, 9);
        Assert.False(found.IsSignificant);
    }

    [Theory]
    [InlineData(1.0, 0.0, 0.0, 0.0)]
    [InlineData(0.0, 0.25, 0.25, 0.25)]
    public void Equal_differences_have_no_doubt(double p, params double[] differences)
    {
        var found = PairedDifference.Of(differences)!;
        Assert.Equal((p, differences[0], differences[0]), (found.P, found.Low, found.High));
    }

    [Fact]
    public void Nothing_is_said_of_fewer_than_two_or_of_what_is_no_number()
    {
        Assert.Null(PairedDifference.Of([]));
        Assert.Null(PairedDifference.Of([1]));
        Assert.Null(PairedDifference.Of([1, double.NaN]));
    }
}
