using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>
/// Arithmetic of a tensor and a number. TorchSharp turns a number into an object, passes its handle to native code and lets go of
/// the object: the finalizer may then free the handle while it is being read. Here the object lives until the call is over.
/// Code of this project takes these, or a Scalar that it keeps, in place of <c>x * 2</c>, <c>x.add(1)</c> and the like, and also in place of
/// <c>x + y</c>, <c>x.square()</c> and others, in which TorchSharp makes a number by itself.
/// </summary>
public static class ScalarOperands
{
    private static readonly Scalar SoftplusBeta = 1.0.ToScalar();
    private static readonly Scalar SoftplusThreshold = 20.0.ToScalar();

    public static Tensor Mul(this Tensor x, double factor)
    {
        using var kept = factor.ToScalar();
        return x.mul(kept);
    }

    public static Tensor Div(this Tensor x, double divisor)
    {
        using var kept = divisor.ToScalar();
        return x.div(kept);
    }

    public static Tensor Add(this Tensor x, double summand)
    {
        using var kept = summand.ToScalar();
        return x.add(kept, Scalars.One);
    }

    /// <summary>The sum of two tensors: TorchSharp's own has a number inside too, the factor 1 of the second one.</summary>
    public static Tensor Add(this Tensor x, Tensor summand) => x.add(summand, Scalars.One);

    /// <summary>The same in place.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor summand) => x.add_(summand, Scalars.One);

    /// <summary>The whole numbers from the first to the one before the end. int64</summary>
    internal static Tensor Counted(long first, long end, Device device)
    {
        using var keptFirst = first.ToScalar();
        using var keptEnd = end.ToScalar();
        return arange(keptFirst, keptEnd, Scalars.One, dtype: int64, device: device);
    }

    public static Tensor Squared(this Tensor x) => x * x;

    public static Tensor Cubed(this Tensor x) => x * x * x;

    public static Tensor ClampMin(this Tensor x, double bound)
    {
        using var kept = bound.ToScalar();
        return x.clamp_min(kept);
    }

    public static Tensor Clamp(this Tensor x, double least, double most)
    {
        using var low = least.ToScalar();
        using var high = most.ToScalar();
        return x.clamp(low, high);
    }

    /// <summary>Bool.</summary>
    public static Tensor GreaterThan(this Tensor x, double bound)
    {
        using var kept = bound.ToScalar();
        return x.gt(kept);
    }

    public static Tensor LeakyRelu(this Tensor x, double slope)
    {
        using var kept = slope.ToScalar();
        return x.leaky_relu(kept);
    }

    /// <summary>log(1 + exp(x)); x itself above 20, as PyTorch has it.</summary>
    public static Tensor Softplus(this Tensor x) => Softplus(x, SoftplusBeta, SoftplusThreshold);

    /// <summary>In place: row i of <paramref name="source"/> is added to the row of x that the index names.</summary>
    public static Tensor AddRows(this Tensor x, Tensor index, Tensor source)
    {
        using var kept = 1.0.ToScalar();
        return x.index_add_(0, index, source, kept);
    }

    /// <summary>In place: (1 - weight) x + weight end.</summary>
    public static Tensor MoveTowards(this Tensor x, Tensor end, double weight)
    {
        using var rest = (1 - weight).ToScalar();
        using var kept = weight.ToScalar();
        return x.mul_(rest).add_(end, kept);
    }

    /// <summary>In place.</summary>
    public static Tensor Fill(this Tensor x, double value)
    {
        using var kept = value.ToScalar();
        return x.fill_(kept);
    }

    // the one method of TorchSharp that takes both numbers as objects
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor Softplus(Tensor x, Scalar beta, Scalar threshold);
}
