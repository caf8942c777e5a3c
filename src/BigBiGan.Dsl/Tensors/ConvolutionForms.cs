namespace BigBiGan.Dsl.Tensors;

/// <summary>
/// How the convolutions of this process are calculated, where two ways give the same function: results differ in their last digits, and which one is
/// faster depends on the device. The usual ones are the fastest on CPUs (docs/performance.md).
/// </summary>
/// <param name="ChannelsLast">Whether images lie in memory as [N, H, W, C], else as [N, C, H, W].</param>
/// <param name="Merged">Whether a 3x3 convolution and the resampling beside it are one convolution of 4x4, else two operations.</param>
public sealed record ConvolutionForms(bool ChannelsLast, bool Merged)
{
    /// <summary>Channels last, merged.</summary>
    public static ConvolutionForms Usual { get; } = new(true, true);

    /// <summary>The usual ones first.</summary>
    public static IReadOnlyList<ConvolutionForms> All { get; } = [Usual, new(true, false), new(false, true), new(false, false)];

    /// <summary>Those of all networks of this process: to be set before a network calculates, and not while one does.</summary>
    public static ConvolutionForms Current { get; set; } = Usual;

    /// <summary><c>last-merged</c>, <c>last-apart</c>, <c>first-merged</c> or <c>first-apart</c>.</summary>
    public string Name => $"{(ChannelsLast ? "last" : "first")}-{(Merged ? "merged" : "apart")}";

    /// <summary>Those of a name; null where none has it.</summary>
    public static ConvolutionForms? Named(string name) => All.FirstOrDefault(forms => forms.Name == name);

    public override string ToString() => Name;
}
