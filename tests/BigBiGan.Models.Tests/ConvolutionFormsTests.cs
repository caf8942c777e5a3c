using BigBiGan.Dsl.Tensors;

namespace BigBiGan.Models.Tests;

/// <summary>The forms are those of the whole process: nothing else may calculate meanwhile.</summary>
[CollectionDefinition(nameof(ConvolutionFormsTests), DisableParallelization = true)]
[Collection(nameof(ConvolutionFormsTests))]
public sealed class ConvolutionFormsTests : IDisposable
{
    private const int Batch = 4;

    /// <summary>Every kind of block that has a convolution.</summary>
    public static TheoryData<string> Paths => ["small/fashion", "small/deep-blocks", "small/revnet-x4"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Two_steps_in_float64_are_the_same_in_every_form(string path)
    {
        var entry = TestedVariants.Find(path);
        var usual = TwoSteps.Of(entry, Batch, 1);
        foreach (var forms in ConvolutionForms.All.Skip(1))
        {
            ConvolutionForms.Current = forms;
            usual.AssertCloseTo(TwoSteps.Of(entry, Batch, 1), $"{path}, {forms}");
        }
    }

    public void Dispose() => ConvolutionForms.Current = ConvolutionForms.Usual;
}
