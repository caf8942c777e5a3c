using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>Common kernels, for looking at a machine before a variant is at hand.</summary>
public static class KernelScan
{
    /// <summary>Kernel size, stride, transposed, the size of the image.</summary>
    private static readonly (int Size, int Stride, bool Transposed, int Image)[] Kinds =
        [(1, 1, false, 8), (1, 2, false, 8), (3, 1, false, 8), (3, 2, false, 8), (4, 2, false, 8), (4, 2, true, 4), (7, 2, false, 16)];

    private static readonly ScalarType[] Types = [ScalarType.Float32, ScalarType.BFloat16];

    /// <summary>Every family at a few sizes: some seconds.</summary>
    public static IReadOnlyList<Kernel> Quick(int threads, DeviceType device) => [.. Of([16, 40, 64], [16], threads, device)];

    /// <summary>About a thousand: narrow, odd and wide channels, small and larger batches.</summary>
    public static IReadOnlyList<Kernel> All(int threads, DeviceType device) =>
        [.. Of([1, 2, 3, 4, 8, 12, 16, 20, 24, 32, 33, 40, 45, 48, 64, 65, 96, 100, 128, 256], [4, 16], threads, device)];

    private static IEnumerable<Kernel> Of(int[] widths, int[] batches, int threads, DeviceType device)
    {
        foreach (var type in Types)
        {
            foreach (var batch in batches)
            {
                foreach (var width in widths)
                {
                    var kinds = Kinds.Where(kind => kind.Size > 1 || kind.Stride == 1 || width >= ProvenConvolution.NarrowInput);
                    foreach (var (size, stride, transposed, image) in kinds)
                    {
                        foreach (var output in size == 1 || stride == 1 ? new[] { width, 2 * width } : [width])
                        {
                            yield return new ConvolutionKernel(
                                batch, width, output, image, image, size, stride, transposed, ChannelsLast: true,
                                WeightLast: size == 4, Bias: false, Gradients: true, type, device, threads);
                        }
                    }

                    yield return new ProductKernel(null, batch, width, 2 * width, false, true, Bias: true, Gradients: true, type, device, threads);
                    yield return new ProductKernel(batch, 64, width, 16, true, false, Bias: false, Gradients: true, type, device, threads);
                }
            }
        }
    }
}
