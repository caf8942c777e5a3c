namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>Branches on one input, whose channels follow one another.</summary>
/// <param name="Name">In state dicts: <c>Mixed_5b</c>.</param>
/// <param name="Inputs">Channels.</param>
internal sealed record InceptionBlock(string Name, int Inputs, params IReadOnlyList<InceptionBranch> Branches)
{
    /// <summary>Channels of its result.</summary>
    public int Outputs => Branches.Sum(branch => branch.Outputs(Inputs));

    /// <summary>A convolution's name in state dicts.</summary>
    public string NameOf(InceptionConvolution convolution) => convolution.Name.Length == 0 ? Name : $"{Name}.{convolution.Name}";
}
