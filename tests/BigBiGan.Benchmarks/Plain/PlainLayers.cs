using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>The layers as BigGAN-PyTorch composes them: one operation of the framework after the other, images contiguous, nothing freed by hand.</summary>
internal sealed class PlainLayers(PlainWeights weights)
{
    private const double GeneratorEpsilon = 1e-4;

    /// <summary>Whether power iterations and batch statistics move.</summary>
    public bool Training { get; set; } = true;

    public Tensor SpectralConv(string name, Tensor x)
    {
        var weight = Normalised(name);
        return functional.conv2d(x, weight, weights.Find($"{name}.bias"), padding: [weight.shape[2] / 2, weight.shape[2] / 2]);
    }

    public Tensor Conv(string name, Tensor x, int stride = 1)
    {
        var weight = weights[$"{name}.weight"];
        return functional.conv2d(x, weight, strides: [stride, stride], padding: [weight.shape[2] / 2, weight.shape[2] / 2]);
    }

    public Tensor SpectralLinear(string name, Tensor x) => functional.linear(x, Normalised(name), weights.Find($"{name}.bias"));

    public Tensor Linear(string name, Tensor x) => functional.linear(x, weights[$"{name}.weight"], weights.Find($"{name}.bias"));

    /// <summary>(1 + gain c) norm(h) + bias c</summary>
    public Tensor ConditionalNorm(string name, Tensor h, Tensor c)
    {
        var gain = SpectralLinear($"{name}.gain", c).add(1).view(h.shape[0], -1, 1, 1);
        var bias = SpectralLinear($"{name}.bias", c).view(h.shape[0], -1, 1, 1);
        return Norm($"{name}.norm", h, GeneratorEpsilon) * gain + bias;
    }

    public Tensor Norm(string name, Tensor x, double epsilon) => functional.batch_norm(
        x, weights[$"{name}.running_mean"], weights[$"{name}.running_var"], weights.Find($"{name}.weight"), weights.Find($"{name}.bias"), Training, 0.1, epsilon);

    /// <summary>Self-attention with 2x2-pooled keys and values.</summary>
    public Tensor Attention(string name, Tensor x)
    {
        var (n, channels, positions) = (x.shape[0], x.shape[1], x.shape[2] * x.shape[3]);
        var theta = SpectralConv($"{name}.theta", x).view(n, channels / 8, positions);
        var phi = functional.max_pool2d(SpectralConv($"{name}.phi", x), 2).view(n, channels / 8, positions / 4);
        var g = functional.max_pool2d(SpectralConv($"{name}.g", x), 2).view(n, channels / 2, positions / 4);
        var beta = functional.softmax(theta.transpose(1, 2).bmm(phi), -1);
        var o = SpectralConv($"{name}.o", g.bmm(beta.transpose(1, 2)).view(n, channels / 2, x.shape[2], x.shape[3]));
        return weights[$"{name}.gamma"] * o + x;
    }

    /// <summary>The one row beside every chunk, or the row of each label.</summary>
    public Tensor Rows(string name, Tensor chunk, Tensor? labels)
    {
        var rows = weights[$"{name}.weight"];
        return cat([labels is null ? rows.expand(chunk.shape[0], -1) : rows.index_select(0, labels), chunk], 1);
    }

    /// <summary>V[y] f, as a score.</summary>
    public Tensor Projection(string name, Tensor features, Tensor labels) => (Normalised(name).index_select(0, labels) * features).sum([1], keepdim: true);

    /// <summary>W / sigma after one power iteration.</summary>
    private Tensor Normalised(string name)
    {
        var weight = weights[$"{name}.weight"];
        var u0 = weights[$"{name}.u0"];
        var matrix = weight.view(weight.shape[0], -1);
        Tensor u, v;
        using (no_grad())
        {
            v = functional.normalize(u0.matmul(matrix), 2, 1, GeneratorEpsilon);
            u = functional.normalize(v.matmul(matrix.t()), 2, 1, GeneratorEpsilon);
            if (Training)
            {
                u0.copy_(u);
            }
        }

        var sigma = v.matmul(matrix.t()).matmul(u.t()).squeeze();
        return weight / sigma;
    }
}
