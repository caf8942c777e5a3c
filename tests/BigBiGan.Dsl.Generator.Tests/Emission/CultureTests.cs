using System.Globalization;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Generator.Tests.Harness;
using BigBiGan.Dsl.Spec.Tests;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>What the compiler writes and says does not depend on the language of the machine.</summary>
public sealed class CultureTests
{
    /// <summary>Of no country, so that it is there without ICU: every sign is one that no code expects.</summary>
    private static readonly CultureInfo Foreign = new("")
    {
        NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = "_d_",
            NumberGroupSeparator = "_g_",
            NumberGroupSizes = [2],
            NegativeSign = "_n_",
            PositiveSign = "_p_",
            PercentSymbol = "_c_",
            NaNSymbol = "_x_",
            PercentDecimalSeparator = "_d_",
            PercentGroupSeparator = "_g_",
            PositiveInfinitySymbol = "_i_",
            NegativeInfinitySymbol = "_j_",
        },
    };

    [Fact]
    public void Generated_code_and_problems_are_the_same_under_every_culture()
    {
        var here = Texts();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Foreign;
        try
        {
            Assert.Equal("1_d_5", $"{1.5}");
            Assert.Equal(here, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains(here, text => Regex.IsMatch(text, @"\d,\d{3} parameters, \d"));
    }

    private static List<string> Texts()
    {
        (string Path, string Text)[] wrong =
        [
            ("base.yaml", Samples.Fashion), ("large.yaml", Samples.Base),
            .. new[]
            {
                "training: { learning-rate: { G: -1.5e-3 } }", "training: { ema: 1.5 }", "training: { batch: 0.5 }", "latent: { size: 33 }", "encoder: { image: 48 }", "training: { augmentation: { shift: 40 } }",
                "training: { augmentation: { crop: { area: [0.9, 0.1] } } }", "budget: { multiply-adds: 1.5k, memory: 0.001 GB, parameters: 0.1% }\ngenerator: { channels: 9 }", "training: { ema: 0.99999, steps: 20 }",
                "objective: { weights: { x: 1e-300, z: 1234567.5 } }", "image: { size: 100 }",
            }.Select((line, i) => ($"wrong{i}.yaml", $"variant: Wrong{i}\nextends: base\n{line}\n")),
            ("grids/lab.yaml", "grid: Lab1\nvariants: [../base]\nseeds: [0]\ndata: fashion-mini\nbudget: { hours: 0.0001, calibration: ../cpu }\nproduct: { training.learning-rate.G: [1.5e-3, 0.25], training.ema: [0.5, 0.125] }\n"),
            ("cpu.yaml", "calibration: Cpu\nrate: 1.5G\n"),
        ];
        return [.. new[] { Repository.Generate(), Generation.Of(wrong) }.SelectMany(generation =>
            generation.Result.GeneratedSources.Select(source => source.SourceText.ToString()).Concat(generation.Problems.Select(problem => problem.ToString())))];
    }
}
