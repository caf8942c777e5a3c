using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>A network in its plain form, read from the compiler's plan: an upsampling, then a convolution; a convolution, then a pool.</summary>
internal sealed class PlainNetwork(PlainLayers layers, string prefix, NetworkPlan plan)
{
    private const double EncoderEpsilon = 1e-5;
    private const double GeneratorEpsilon = 1e-4;

    /// <summary>Through all modules; the features of an image network that ends in an MLP are the mean over positions.</summary>
    /// <param name="conditions">What G's blocks are told, one after the other; null for all others.</param>
    public Tensor Forward(Tensor x, Queue<Tensor>? conditions = null)
    {
        foreach (var module in plan.Modules)
        {
            x = Through(module, x, conditions);
        }

        return x;
    }

    private Tensor Through(ModulePlan module, Tensor x, Queue<Tensor>? conditions)
    {
        var name = prefix + char.ToLowerInvariant(module.Member[0]) + module.Member[1..];
        return module.Block switch
        {
            SharedEmbedding or ClassEmbedding => x, // joined to every chunk before
            SpectralLinear when conditions is not null => layers.SpectralLinear(name, x).view(-1, module.Output.Channels / 16, 4, 4),
            SpectralLinear => layers.SpectralLinear(name, x),
            Dsl.Spec.Blocks.Linear => layers.Linear(name, x.relu()), // the closing ReLU of the head before it
            GeneratorBlock block => Generator(name, block, x, conditions!.Dequeue()),
            DeepGeneratorBlock block => DeepGenerator(name, block, x, conditions!.Dequeue()),
            Attention => layers.Attention(name, x),
            CustomLayerBlock { Layer.Name: "squeeze-excite" } => SqueezeExcite(name, x),
            BatchNormRelu block => layers.Norm(name, x, block.Epsilon == NormEpsilon.Generator ? GeneratorEpsilon : EncoderEpsilon).relu(),
            SpectralConv2d => layers.SpectralConv(name, x),
            DiscriminatorBlock block => Discriminator(name, block, x),
            DeepDiscriminatorBlock block => DeepDiscriminator(name, block, x),
            MlpBlock block => Mlp(name, block, x.Dimensions == 4 ? x.mean([2, 3]) : x),
            Stem block => block.Kind == StemKind.Small ? layers.Conv($"{name}.conv", x) : functional.max_pool2d(layers.Conv($"{name}.conv", x, 2), 3, 2, 1),
            Bottleneck block => Residual(name, block, x),
            ReversibleUnit => Unit(name, x),
            ReversibleTransition block => Widened(functional.avg_pool2d(x, 2), block.Output - block.Input),
            _ => throw new NotSupportedException($"{module.Member} is a {module.Block.GetType().Name}, which has no plain form here; add it to {nameof(PlainNetwork)}"),
        };
    }

    private Tensor Generator(string name, GeneratorBlock block, Tensor x, Tensor c)
    {
        var h = layers.ConditionalNorm($"{name}.norm1", x, c).relu();
        if (block.Upsample)
        {
            h = functional.interpolate(h, scale_factor: [2, 2]);
            x = functional.interpolate(x, scale_factor: [2, 2]);
        }

        h = layers.SpectralConv($"{name}.conv1", h);
        h = layers.ConditionalNorm($"{name}.norm2", h, c).relu();
        h = layers.SpectralConv($"{name}.conv2", h);
        return h + (block.Upsample || block.Input != block.Output ? layers.SpectralConv($"{name}.shortcut", x) : x);
    }

    private Tensor DeepGenerator(string name, DeepGeneratorBlock block, Tensor x, Tensor c)
    {
        var h = layers.SpectralConv($"{name}.conv1", layers.ConditionalNorm($"{name}.norm1", x, c).relu());
        h = layers.ConditionalNorm($"{name}.norm2", h, c).relu();
        x = x.narrow(1, 0, block.Output);
        if (block.Upsample)
        {
            h = functional.interpolate(h, scale_factor: [2, 2]);
            x = functional.interpolate(x, scale_factor: [2, 2]);
        }

        h = layers.SpectralConv($"{name}.conv2", h);
        h = layers.SpectralConv($"{name}.conv3", layers.ConditionalNorm($"{name}.norm3", h, c).relu());
        return layers.SpectralConv($"{name}.conv4", layers.ConditionalNorm($"{name}.norm4", h, c).relu()) + x;
    }

    private Tensor DeepDiscriminator(string name, DeepDiscriminatorBlock block, Tensor x)
    {
        var h = layers.SpectralConv($"{name}.conv1", x.relu());
        h = layers.SpectralConv($"{name}.conv2", h.relu());
        h = layers.SpectralConv($"{name}.conv3", h.relu()).relu();
        if (block.Downsample)
        {
            h = functional.avg_pool2d(h, 2);
            x = functional.avg_pool2d(x, 2);
        }

        h = layers.SpectralConv($"{name}.conv4", h);
        return h + (block.Input != block.Output ? cat([x, layers.SpectralConv($"{name}.shortcut", x)], 1) : x);
    }

    private Tensor Discriminator(string name, DiscriminatorBlock block, Tensor x)
    {
        var h = block.Kind == DiscriminatorBlockKind.First ? x : x.relu();
        h = layers.SpectralConv($"{name}.conv1", h).relu();
        h = layers.SpectralConv($"{name}.conv2", h);
        return block.Kind switch
        {
            DiscriminatorBlockKind.First => functional.avg_pool2d(h, 2) + layers.SpectralConv($"{name}.shortcut", functional.avg_pool2d(x, 2)),
            DiscriminatorBlockKind.Down => functional.avg_pool2d(h, 2) + functional.avg_pool2d(layers.SpectralConv($"{name}.shortcut", x), 2),
            _ => h + (block.Input == block.Output ? x : layers.SpectralConv($"{name}.shortcut", x)),
        };
    }

    private Tensor SqueezeExcite(string name, Tensor x)
    {
        var gate = layers.SpectralLinear($"{name}.excite", layers.SpectralLinear($"{name}.squeeze", x.mean([2, 3])).relu()).sigmoid();
        return x * gate.unsqueeze(2).unsqueeze(3);
    }

    private Tensor Mlp(string name, MlpBlock block, Tensor x)
    {
        Func<string, Tensor, Tensor> linear = block.Spectral ? layers.SpectralLinear : layers.Linear;
        var h = linear($"{name}.linear1", block.PreActivation ? x.relu() : x).relu();
        return linear($"{name}.linear2", h) + (block.Input == block.Width ? x : linear($"{name}.skip", x));
    }

    private Tensor Residual(string name, Bottleneck block, Tensor x)
    {
        var active = layers.Norm($"{name}.norm1", x, EncoderEpsilon).relu();
        var h = Residual(name, active, block.Stride);
        return h + (block.Stride != 1 || block.Input != block.Output ? layers.Conv($"{name}.projection", active, block.Stride) : x);
    }

    /// <summary>(x1, x2) -> (x2, x1 + B(x2))</summary>
    private Tensor Unit(string name, Tensor x)
    {
        var halves = x.chunk(2, 1);
        var active = layers.Norm($"{name}.residual.norm1", halves[1], EncoderEpsilon).relu();
        return cat([halves[1], halves[0] + Residual($"{name}.residual", active, 1)], 1);
    }

    private Tensor Residual(string name, Tensor active, int stride)
    {
        var h = layers.Conv($"{name}.conv1", active);
        h = layers.Conv($"{name}.conv2", layers.Norm($"{name}.norm2", h, EncoderEpsilon).relu(), stride);
        return layers.Conv($"{name}.conv3", layers.Norm($"{name}.norm3", h, EncoderEpsilon).relu());
    }

    /// <summary>Zero channels, half on each side.</summary>
    private static Tensor Widened(Tensor x, int channels)
    {
        var zero = zeros([x.shape[0], channels / 2, x.shape[2], x.shape[3]], x.dtype);
        return cat([zero, x, zero], 1);
    }
}
