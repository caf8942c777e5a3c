using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>How long a calculation takes once it is warm.</summary>
internal static class Timing
{
    private const int Runs = 3;

    /// <summary>The result of the first run; the least time of some runs after it, or 0 where none is asked for.</summary>
    public static (Tensor Result, double Milliseconds) Of(Func<Tensor> calculate, bool timed, DeviceType device)
    {
        var result = calculate();
        var least = timed ? double.PositiveInfinity : 0;
        for (var i = 0; timed && i < Runs; i++)
        {
            var clock = Stopwatch.StartNew();
            result.Dispose();
            result = calculate();
            if (device == DeviceType.CUDA)
            {
                cuda.synchronize();
            }

            least = Math.Min(least, clock.Elapsed.TotalMilliseconds);
        }

        return (result, least);
    }
}
