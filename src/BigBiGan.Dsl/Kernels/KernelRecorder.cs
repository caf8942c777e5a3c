using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// Notes which kernels a forward would take, and calculates none of them: each gives zeros of its shape, so that even a kernel that kills
/// the process can be noted.
/// </summary>
public sealed class KernelRecorder : IDisposable
{
    private readonly HashSet<Kernel> _kernels = [];

    /// <summary>Begins to note what this thread asks for.</summary>
    public KernelRecorder() => Current = this;

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<Kernel> Kernels => _kernels;

    [field: ThreadStatic]
    internal static KernelRecorder? Current { get; private set; }

    /// <summary>Ends the noting.</summary>
    public void Dispose() => Current = null;

    internal Tensor Record(Kernel kernel, Tensor like, long[] shape)
    {
        _kernels.Add(kernel);
        var channelsLast = shape.Length == 4 && ProvenConvolution.IsLast(like);
        using var made = zeros(shape, like.dtype, like.device);
        using var ordered = channelsLast ? Tensors.ChannelsLast.From(made) : made.alias();
        using var leaf = ordered.detach().requires_grad_(kernel.Gradients);
        return leaf.alias().mul(Native.Scalars.One); // no leaf: callers write into it
    }
}
