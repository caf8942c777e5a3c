using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class ParityTests
{
    [Fact]
    public void A_variant_is_compared_in_float64_and_in_its_own_precision()
    {
        var answer = Bigbigan.Run("parity", "small/fashion", "small/fashion-bfloat16", "--json").Succeeds().Json();

        Assert.True(answer.GetProperty("holds").GetBoolean());
        var variants = answer.GetProperty("variants").EnumerateArray().ToList();
        Assert.Equal(
            ["small/fashion: float64 float32", "small/fashion-bfloat16: float64 bfloat16"],
            variants.Select(variant => $"{variant.GetProperty("variant")}: {string.Join(' ', variant.GetProperty("types").EnumerateArray().Select(type => type.GetProperty("type").GetString()))}"));
        Assert.All(variants.SelectMany(variant => variant.GetProperty("types").EnumerateArray()), type =>
            Assert.All(type.GetProperty("differences").EnumerateArray(), difference =>
                Assert.InRange(difference.GetProperty("value").GetDouble(), 0, difference.GetProperty("bound").GetDouble())));
    }

    [Fact]
    public void The_table_has_a_row_for_each_difference_with_its_bound()
    {
        var lines = Bigbigan.Run("parity", "small/fashion").Succeeds().OutLines;

        Assert.Contains(lines, line => line.Contains("small/fashion", StringComparison.Ordinal) && line.Contains("float32", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("the gradient of E in the update of GE", StringComparison.Ordinal) && line.Contains("1.0e-3", StringComparison.Ordinal));
        Assert.Equal("all differences are within their bounds", lines[^1]);
    }

    [Fact]
    public void Speed_times_whole_steps_of_each_variant_in_its_precision()
    {
        var answer = Bigbigan.Run("speed", "small/fashion", "small/fashion-bfloat16", "--batch", "4", "--seconds", "1", "--threads", "1", "--json").Succeeds().Json();

        var trials = answer.GetProperty("trials").EnumerateArray().ToList();
        Assert.Equal(["float32", "bfloat16"], trials.Select(trial => trial.GetProperty("type").GetString()));
        // two updates of D and one of G and E, of 4 images each
        Assert.All(trials, trial => Assert.Equal(12, trial.GetProperty("imagesPerSecond").GetDouble() * trial.GetProperty("milliseconds").GetDouble() / 1000, 1e-6));
        Assert.All(trials, trial => Assert.Equal(4, trial.GetProperty("batch").GetInt32()));
    }

    [Fact]
    public void Speed_compares_the_forms_of_convolutions()
    {
        var answer = Bigbigan.Run("speed", "small/fashion", "--batch", "4", "--seconds", "1", "--threads", "1", "--forms", "last-apart", "first-merged", "--json").Succeeds().Json();

        Assert.Equal(["last-apart", "first-merged"], answer.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("forms").GetString()));
    }

    [Fact]
    public void A_name_that_no_variant_has_is_told() =>
        Assert.Equal("no variant is named 'fashoin' (did you mean fashion?); 'bigbigan list' shows all", Bigbigan.Run("parity", "fashoin").Refusal());
}
