using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>A way to calculate, and how far from float64 on the CPU it may be.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Bound">Of a difference, relative to the norm of what is right.</param>
/// <param name="Rounding">
/// A deep network over a small batch amplifies rounding beyond the bound, most of it where a ReLU falls the other way. There float64
/// itself tells how much is right: the result may be some times as far from it as float64 with weights that are moved by so much.
/// </param>
public sealed record Arithmetic(string Name, double Bound, double Rounding)
{
    private const double Margin = 4;
    private const int Trials = 3;

    /// <summary>Another order of summation is all that may differ.</summary>
    public static Arithmetic Float64 { get; } = new("float64", 1e-9, 16.0 / (1L << 53));

    /// <summary>A ReLU whose input is almost 0 may fall the other way.</summary>
    public static Arithmetic Float32 { get; } = new("float32", 1e-3, 16.0 / (1 << 24));

    /// <summary>Float32 in the tensor cores of a CUDA device: a significand of ten bits in products, and sums in float32.</summary>
    public static Arithmetic Tf32 { get; } = new("TF32", 2e-2, 1.0 / (1 << 11));

    /// <summary>It keeps eight bits.</summary>
    public static Arithmetic BFloat16 { get; } = new("bfloat16", 2e-2, 1.0 / (1 << 9));

    /// <summary>That of a variant, as its spec says it.</summary>
    public static Arithmetic Of(Precision precision) => precision == Precision.BFloat16 ? BFloat16 : Float32;

    /// <summary>
    /// Those in which a variant can be calculated on a device: float64, and its own, which on a CUDA device is float32 with TF32 and without.
    /// </summary>
    public static IReadOnlyList<Arithmetic> All(Precision precision, DeviceType device) => precision == Precision.BFloat16 ? [Float64, BFloat16]
        : device == DeviceType.CUDA ? [Float64, Float32, Tf32]
        : [Float64, Float32];

    /// <summary>The differences of a result from the right one, each with its bound.</summary>
    /// <param name="rounded">The right result, with weights moved by <see cref="Rounding"/> in the way of a trial; asked for where a bound does not do.</param>
    /// <param name="slack">By how much a difference may be larger, by its name; null for not at all.</param>
    internal List<StepDeviation> Deviations(
        IReadOnlyList<(string Name, Tensor Value)> found,
        IReadOnlyList<(string Name, Tensor Value)> expected,
        Func<int, IReadOnlyList<(string Name, Tensor Value)>> rounded,
        Func<string, double>? slack = null)
    {
        var distances = found.Zip(expected, (a, b) => Distance(a.Value, b.Value)).ToArray();
        var bounds = found.Select(value => Bound * (slack?.Invoke(value.Name) ?? 1)).ToArray();
        for (var trial = 0; trial < Trials && distances.Zip(bounds).Any(pair => !(pair.First <= pair.Second)); trial++)
        {
            using var scope = NewDisposeScope();
            bounds = [.. bounds.Zip(rounded(trial).Zip(expected), (most, pair) => Math.Max(most, Margin * Distance(pair.First.Value, pair.Second.Value)))];
        }

        return [.. found.Select((value, at) => new StepDeviation(value.Name, distances[at], bounds[at]))];
    }

    /// <summary>The norm of the difference over the norm of what is right.</summary>
    private static double Distance(Tensor found, Tensor expected)
    {
        var right = expected.to(float64).cpu();
        return ((found.to(float64).cpu() - right).norm() / right.norm().ClampMin(1e-12)).item<double>();
    }
}
