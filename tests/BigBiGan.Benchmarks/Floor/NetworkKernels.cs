using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Floor;

/// <summary>The convolutions and products of one network, in the order of its forward pass. Spectral norm's products and all that moves memory are left out.</summary>
internal sealed class NetworkKernels(int batch, ScalarType type) : IDisposable
{
    private readonly List<Kernel> _kernels = [];

    public static NetworkKernels Of(NetworkPlan plan, int batch, ScalarType type)
    {
        var network = new NetworkKernels(batch, type);
        foreach (var module in plan.Modules)
        {
            network.Add(module);
        }

        return network;
    }

    public void Forward()
    {
        foreach (var kernel in _kernels)
        {
            kernel.Forward();
        }
    }

    /// <param name="weights">Whether the network learns.</param>
    /// <param name="input">Whether a gradient goes on to what it was given.</param>
    public void Backward(bool weights, bool input)
    {
        for (var i = _kernels.Count - 1; i >= 0; i--)
        {
            _kernels[i].Backward(input || i > 0, weights);
        }
    }

    public void Dispose()
    {
        foreach (var kernel in _kernels)
        {
            kernel.Dispose();
        }
    }

    private void Add(ModulePlan module)
    {
        var size = module.Input.Height;
        switch (module.Block)
        {
            case SharedEmbedding:
                break;
            case SpectralLinear linear:
                Linear(linear.Input, linear.Output);
                break;
            case Linear linear:
                Linear(linear.Input, linear.Output);
                break;
            case GeneratorBlock block:
                Linear(block.Condition, block.Input);
                Linear(block.Condition, block.Input);
                Linear(block.Condition, block.Output);
                Linear(block.Condition, block.Output);
                if (block.Upsample)
                {
                    Conv(block.Input, block.Output, size, 4, 2, transposed: true);
                }
                else
                {
                    Conv(block.Input, block.Output, size, 3);
                }

                Conv(block.Output, block.Output, module.Output.Height, 3);
                if (block.Upsample || block.Input != block.Output)
                {
                    Conv(block.Input, block.Output, size, 1);
                }

                break;
            case Attention block:
                Attention(block.Channels, size);
                break;
            case BatchNormRelu:
                break;
            case SpectralConv2d conv:
                Conv(conv.Input, conv.Output, size, conv.Kernel);
                break;
            case DiscriminatorBlock block:
                Conv(block.Input, block.Output, size, 3);
                if (block.Kind == DiscriminatorBlockKind.Same)
                {
                    Conv(block.Output, block.Output, size, 3);
                }
                else
                {
                    Conv(block.Output, block.Output, size, 4, 2);
                }

                if (block.Kind != DiscriminatorBlockKind.Same || block.Input != block.Output)
                {
                    Conv(block.Input, block.Output, module.Output.Height, 1);
                }

                break;
            case MlpBlock block:
                Linear(block.Input, block.Width);
                Linear(block.Width, block.Width);
                if (block.Input != block.Width)
                {
                    Linear(block.Input, block.Width);
                }

                break;
            case Stem block:
                Conv(block.Colours, block.Channels, size, block.Kind == StemKind.Small ? 3 : 7, block.Kind == StemKind.Small ? 1 : 2);
                break;
            case Bottleneck block:
                Conv(block.Input, block.Middle, size, 1);
                Conv(block.Middle, block.Middle, size, 3, block.Stride);
                Conv(block.Middle, block.Output, module.Output.Height, 1);
                if (block.Stride != 1 || block.Input != block.Output)
                {
                    Conv(block.Input, block.Output, size, 1, block.Stride);
                }

                break;
            default:
                throw new NotSupportedException($"{module.Member} is a {module.Block.GetType().Name}, whose kernels are not known here; add them to {nameof(NetworkKernels)}");
        }
    }

    private void Attention(int channels, int size)
    {
        Conv(channels, channels / 8, size, 1);
        Conv(channels, channels / 8, size, 1);
        Conv(channels, channels / 2, size, 1);
        var positions = size * size;
        _kernels.Add(ProductKernel.Batched(batch, positions, channels / 8, positions / 4, type));
        _kernels.Add(ProductKernel.Batched(batch, positions, positions / 4, channels / 2, type));
        Conv(channels / 2, channels, size, 1);
    }

    private void Conv(int input, int output, int size, int kernel, int stride = 1, bool transposed = false) =>
        _kernels.Add(new ConvolutionKernel(batch, input, output, size, kernel, stride, transposed, type));

    private void Linear(int input, int output) => _kernels.Add(ProductKernel.Linear(batch, input, output));
}
