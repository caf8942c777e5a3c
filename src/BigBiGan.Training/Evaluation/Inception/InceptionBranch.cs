namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>One way through a block: a pool, convolutions one after the other, and maybe several side by side at the end.</summary>
/// <param name="Pool">Comes first.</param>
/// <param name="Chain">One after the other.</param>
/// <param name="Fork">Side by side, on what the chain gives; their channels follow one another.</param>
internal sealed record InceptionBranch(InceptionPool Pool, IReadOnlyList<InceptionConvolution> Chain, params IReadOnlyList<InceptionConvolution> Fork)
{
    /// <summary>Without a pool and without a fork.</summary>
    public static InceptionBranch Of(params IReadOnlyList<InceptionConvolution> chain) => new(InceptionPool.None, chain);

    /// <summary>All its convolutions with the channels that they read.</summary>
    public IEnumerable<(InceptionConvolution Convolution, int Inputs)> Convolutions(int inputs)
    {
        foreach (var convolution in Chain)
        {
            yield return (convolution, inputs);
            inputs = convolution.Outputs;
        }

        foreach (var convolution in Fork)
        {
            yield return (convolution, inputs);
        }
    }

    /// <summary>Channels of its result.</summary>
    public int Outputs(int inputs) => Fork.Count > 0
        ? Fork.Sum(convolution => convolution.Outputs)
        : Chain.Select(convolution => convolution.Outputs).LastOrDefault(inputs);
}
