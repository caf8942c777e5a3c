using System.Globalization;
using System.Runtime.InteropServices;
using BigBiGan.Dsl.Tensors;

namespace BigBiGan.Training.Loop;

/// <summary>Finds out which forms of convolutions train fastest on a device: a few steps in each.</summary>
/// <param name="rate">Images per second in the current forms.</param>
internal sealed class FormTrial(Func<double> rate)
{
    /// <summary>Others have to be so much faster than the usual ones.</summary>
    private const double Gain = 1.03;

    /// <summary>Leaves the forms as they were.</summary>
    /// <returns>The forms, and a line that says what was measured.</returns>
    public (ConvolutionForms Forms, string Text) Best()
    {
        var before = ConvolutionForms.Current;
        try
        {
            var rates = ConvolutionForms.All.Select(forms => (Forms: forms, Rate: Rate(forms))).ToList();
            var fastest = rates.MaxBy(entry => entry.Rate);
            var best = fastest.Rate > rates[0].Rate * Gain ? fastest.Forms : ConvolutionForms.Usual;
            var measured = string.Join(", ", rates.Select(entry => entry.Rate == 0
                ? $"{entry.Forms} fails"
                : string.Create(CultureInfo.InvariantCulture, $"{entry.Forms}: {entry.Rate:0} images/s")));
            return (best, $"convolutions take the form {best}, as a short trial showed ({measured})");
        }
        finally
        {
            ConvolutionForms.Current = before;
        }
    }

    /// <summary>0 where the device cannot calculate them: convolutions apart take more memory than merged ones.</summary>
    private double Rate(ConvolutionForms forms)
    {
        ConvolutionForms.Current = forms;
        try
        {
            return rate();
        }
        catch (ExternalException) when (forms != ConvolutionForms.Usual)
        {
            return 0;
        }
    }
}
