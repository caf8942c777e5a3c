using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>The random numbers of a comparison: the same at every call, and none of the process's own generator.</summary>
internal sealed class RandomOperands(DeviceType device) : IDisposable
{
    private const int Combined = 4;

    private readonly Generator _generator = new(20190704);

    /// <summary>N(0, 1) in float32, on the device that is compared.</summary>
    public Tensor Normal(params long[] shape)
    {
        var made = randn(shape, dtype: float32, generator: _generator);
        return device == DeviceType.CPU ? made : made.to(device);
    }

    /// <summary>Some random combinations of channels; each channel by itself where there are few. [combinations, channels], float64, CPU</summary>
    public Tensor Combinations(long channels) =>
        channels <= Combined ? eye(channels, dtype: float64) : randn([Combined, channels], dtype: float64, generator: _generator);

    public void Dispose() => _generator.Dispose();
}
