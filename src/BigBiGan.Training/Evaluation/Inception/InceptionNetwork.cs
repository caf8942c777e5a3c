using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>Inception v3 at evaluation.</summary>
/// <param name="weights">Owned from here on.</param>
internal sealed class InceptionNetwork(InceptionWeights weights) : IDisposable
{
    /// <summary>The spatial mean of the last block. [N, 3, 299, 299] -> [N, 2048]</summary>
    /// <param name="images">As the kind of weights reads pixels.</param>
    public Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var h = ChannelsLast.From(images);
        foreach (var block in weights.Kind.Blocks)
        {
            using var before = h;
            h = Apply(block, before);
        }

        return h.mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the classes without their biases, as the Inception Score takes them since its first code. [N, 2048] -> [N, classes]</summary>
    public Tensor Scores(Tensor features) => linear(features, weights.Classes);

    /// <summary>[N, inputs, H, W] -> [N, outputs, H', W']</summary>
    public Tensor Apply(InceptionBlock block, Tensor x)
    {
        using var scope = NewDisposeScope();
        var branches = block.Branches.SelectMany(branch => Apply(block, branch, x)).ToArray();
        return (branches is [var one] ? one : cat(branches, 1)).MoveToOuterDisposeScope();
    }

    public void Dispose() => weights.Dispose();

    private IEnumerable<Tensor> Apply(InceptionBlock block, InceptionBranch branch, Tensor x)
    {
        var h = Pooled(branch.Pool, x);
        foreach (var convolution in branch.Chain)
        {
            h = Convolved(block, convolution, h);
        }

        return branch.Fork.Count == 0 ? [h] : [.. branch.Fork.Select(convolution => Convolved(block, convolution, h))];
    }

    private Tensor Convolved(InceptionBlock block, InceptionConvolution convolution, Tensor x)
    {
        var (weight, bias) = weights[block.NameOf(convolution)];
        long[] padding = convolution.Padded ? [(convolution.Height - 1) / 2, (convolution.Width - 1) / 2] : [0, 0];
        return conv2d(x, weight, bias, strides: [convolution.Stride, convolution.Stride], padding: padding).relu_();
    }

    private static Tensor Pooled(InceptionPool pool, Tensor x) => pool switch
    {
        InceptionPool.None => x,
        InceptionPool.Mean => avg_pool2d(x, [3, 3], [1, 1], [1, 1], count_include_pad: true),
        InceptionPool.MeanInside => avg_pool2d(x, [3, 3], [1, 1], [1, 1], count_include_pad: false),
        InceptionPool.Maximum => max_pool2d(x, [3, 3], [1, 1], [1, 1]),
        InceptionPool.HalvingMaximum => max_pool2d(x, [3, 3], [2, 2]),
        _ => throw new ArgumentOutOfRangeException(nameof(pool), pool, null),
    };
}
