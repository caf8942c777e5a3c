using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// What one call of libtorch calculates: everything by which it chooses its machine code. Equal kernels are the same machine code on the
/// same machine, so a proof of one holds for all.
/// </summary>
/// <param name="Gradients">Whether the call is differentiated; a forward alone takes other code.</param>
/// <param name="Threads">Of one tensor operation.</param>
[JsonDerivedType(typeof(ConvolutionKernel), "convolution")]
[JsonDerivedType(typeof(ProductKernel), "product")]
public abstract record Kernel(bool Gradients, ScalarType Type, DeviceType Device, int Threads)
{
    /// <summary>Ways to calculate it, libtorch's own first and then from the one that costs least to the one that always holds.</summary>
    internal abstract IReadOnlyList<KernelForm> Forms { get; }

    /// <summary>Multiply-adds of one forward.</summary>
    internal abstract double MultiplyAdds { get; }

    /// <summary>Calculates it in a form on random operands and holds the results against float64.</summary>
    /// <param name="timed">Whether the time is wanted, which takes a few runs more.</param>
    internal abstract KernelErrors Compare(KernelForm form, bool timed);

    /// <summary>The kind of code that it takes, without sizes: <c>3x3 convolution, stride 2, float32</c>.</summary>
    [JsonIgnore]
    public abstract string Family { get; }

    /// <summary>The sizes: <c>64 to 128 channels at 8x8, batch 16</c>.</summary>
    [JsonIgnore]
    public abstract string Sizes { get; }

    /// <summary>The family with the sizes, for people.</summary>
    public sealed override string ToString() => $"{Family}: {Sizes}";

    /// <summary>The word for the type of the operands.</summary>
    private protected string TypeText => Type switch
    {
        ScalarType.Float32 => "float32",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float64 => "float64",
        _ => Type.ToString(),
    };

    /// <summary>Calculates on operands, forward and, with gradients, into their <c>grad</c>.</summary>
    /// <param name="cotangent">The gradient of the result.</param>
    /// <param name="operands">Null for one that the kernel does not have.</param>
    private protected (Tensor Result, double Milliseconds) Take(Func<Tensor> calculate, Tensor cotangent, bool timed, params Tensor?[] operands)
    {
        using var mode = Gradients ? null : no_grad();
        var differentiated = Gradients ? operands.OfType<Tensor>().ToArray() : [];
        foreach (var operand in differentiated)
        {
            operand.requires_grad_(true);
        }

        return Timing.Of(
            () =>
            {
                var made = calculate();
                if (Gradients)
                {
                    foreach (var operand in differentiated)
                    {
                        operand.grad = null; // of an earlier run
                    }

                    autograd.backward([made], [cotangent]);
                }

                return made;
            },
            timed,
            Device);
    }

    /// <summary>What follows the sizes in <see cref="Sizes"/>.</summary>
    private protected string Circumstances =>
        $"{(Gradients ? "with gradients" : "forward alone")}, "
        + $"{Threads} {(Threads == 1 ? "thread" : "threads")}{(Device == DeviceType.CPU ? "" : $", {Device}")}";
}
