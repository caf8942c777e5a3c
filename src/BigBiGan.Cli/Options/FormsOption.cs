using System.CommandLine;
using System.CommandLine.Parsing;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Tensors;

namespace BigBiGan.Cli.Options;

/// <summary>How convolutions are calculated.</summary>
internal static class FormsOption
{
    private const string Measured = "measured";
    private const string Words =
        "Images with their channels last or first in memory, and a 3x3 convolution merged with the resampling beside it or apart. "
        + "Results differ in their last digits.";

    private static readonly string[] Names = [.. ConvolutionForms.All.Select(forms => forms.Name)];

    /// <summary>Of a run.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--forms")
        {
            Description = $"{Words} [default: the run's; for a new run on CUDA the fastest of a trial at the start, on the CPU {ConvolutionForms.Usual}]",
            HelpName = string.Join('|', [Measured, .. Names]),
        };
        option.Validators.Add(result => Check(result, [Measured, .. Names]));
        return option;
    }

    /// <summary>Of a comparison.</summary>
    public static Option<string[]> Several()
    {
        var option = new Option<string[]>("--forms")
        {
            Description = $"{Words} Each is timed that is named. [default: {ConvolutionForms.Usual}]",
            HelpName = string.Join('|', Names),
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result => Check(result, Names));
        return option;
    }

    /// <summary>Null where nobody named any, or where they are to be measured.</summary>
    public static ConvolutionForms? Of(string? name) => name is null ? null : ConvolutionForms.Named(name);

    /// <summary>Whether a trial is asked for.</summary>
    public static bool IsMeasured(string? name) => name == Measured;

    private static void Check(OptionResult result, string[] known)
    {
        if (result.Tokens.Select(token => token.Value).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            result.AddError($"--forms is '{unknown}'; expected {Phrases.Or(known)}");
        }
    }
}
