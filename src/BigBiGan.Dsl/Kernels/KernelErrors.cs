using System.Globalization;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// How far the results of a kernel are from float64: the largest difference as a part of the result's range, NaN where a result is no
/// number. A result that the kernel does not have is 0.
/// </summary>
/// <param name="Output">Of the forward.</param>
/// <param name="Input">Of the gradient of the first operand.</param>
/// <param name="Weight">Of the gradient of the second operand.</param>
/// <param name="Bias">Of the gradient of the bias.</param>
/// <param name="Milliseconds">Of the forward with its gradients, once warm; 0 where no time was taken.</param>
public sealed record KernelErrors(double Output, double Input, double Weight, double Bias, double Milliseconds)
{
    private IEnumerable<(string Name, double Error)> Parts =>
        [("the output", Output), ("the gradient of x", Input), ("the gradient of the weight", Weight), ("the gradient of the bias", Bias)];

    /// <summary>The bound of a right kernel, a part of the range.</summary>
    /// <remarks>
    /// Right float32 kernels were seen up to 4e-6 and wrong ones from 1e-2. bfloat16 keeps eight bits of each result, and so does TF32's
    /// significand (ten bits) of each operand on a CUDA device.
    /// </remarks>
    public static double Bound(ScalarType type, DeviceType device) => type switch
    {
        ScalarType.Float64 => 1e-10,
        ScalarType.Float32 when device == DeviceType.CUDA => 5e-3,
        ScalarType.Float32 => 1e-4,
        _ => 2e-2,
    };

    /// <summary>The largest of all.</summary>
    [JsonIgnore]
    public double Largest => Parts.Max(part => part.Error);

    /// <summary>Null where every result is within the bound; else the worst result in words.</summary>
    public string? Fault(double bound)
    {
        var (name, error) = Parts.MaxBy(part => double.IsFinite(part.Error) ? part.Error : double.PositiveInfinity);
        return !double.IsFinite(error) ? $"{name} is not a number"
            : error <= bound ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} is off by {error:0.#####} of its range");
    }
}
