using System.Numerics;
using System.Numerics.Tensors;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// One power iteration of spectral normalisation over a matrix W in the CPU's memory, and the gradients of what it gives. The numbers are few and the
/// passes over W short, so that libtorch's thirty operations for them cost many times what they calculate.
/// </summary>
internal sealed class PowerIteration<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _u;
    private readonly T[] _v;
    private readonly T _inverse;

    /// <param name="weight">W, row by row. [rows, columns]</param>
    /// <param name="u0">The stored left vector. [rows]</param>
    /// <param name="epsilon">The least norm that a vector is divided by.</param>
    public PowerIteration(ReadOnlySpan<T> weight, ReadOnlySpan<T> u0, T epsilon)
    {
        (_u, _v) = (new T[u0.Length], new T[weight.Length / u0.Length]);
        for (var row = 0; row < _u.Length; row++)
        {
            TensorPrimitives.MultiplyAdd(Row(weight, row), u0[row], _v, _v);
        }

        TensorPrimitives.Divide(_v, T.Max(TensorPrimitives.Norm<T>(_v), epsilon), _v);
        for (var row = 0; row < _u.Length; row++)
        {
            _u[row] = TensorPrimitives.Dot(Row(weight, row), _v);
        }

        var norm = TensorPrimitives.Norm<T>(_u);
        var divisor = T.Max(norm, epsilon);
        TensorPrimitives.Divide(_u, divisor, _u);
        _inverse = divisor / (norm * norm); // sigma is v W^T u
    }

    /// <summary>The new left vector. [rows]</summary>
    public ReadOnlySpan<T> U => _u;

    /// <summary>1 / sigma.</summary>
    public T Inverse => _inverse;

    /// <summary>W / sigma.</summary>
    public void Scale(ReadOnlySpan<T> weight, Span<T> scaled) => TensorPrimitives.Multiply(weight, _inverse, scaled);

    /// <summary>W's gradient through W / sigma: (g - (g W) / sigma u v) / sigma, u and v constant.</summary>
    /// <param name="g">Of W / sigma. [rows, columns]</param>
    /// <param name="weight">W. [rows, columns]</param>
    /// <param name="gradient">Is overwritten. [rows, columns]</param>
    public void ScaledGradient(ReadOnlySpan<T> g, ReadOnlySpan<T> weight, Span<T> gradient)
    {
        var dot = T.Zero;
        for (var row = 0; row < _u.Length; row++)
        {
            dot += TensorPrimitives.Dot(Row(g, row), Row(weight, row));
        }

        var factor = -dot * _inverse * _inverse;
        for (var row = 0; row < _u.Length; row++)
        {
            var target = gradient.Slice(row * _v.Length, _v.Length);
            TensorPrimitives.Multiply(Row(g, row), _inverse, target);
            TensorPrimitives.MultiplyAdd(_v, factor * _u[row], target, target);
        }
    }

    /// <summary>W's gradient through 1 / sigma alone: -g / sigma^2 u v.</summary>
    /// <param name="g">Of 1 / sigma.</param>
    /// <param name="gradient">Is overwritten. [rows, columns]</param>
    public void InverseGradient(T g, Span<T> gradient)
    {
        var factor = -g * _inverse * _inverse;
        for (var row = 0; row < _u.Length; row++)
        {
            TensorPrimitives.Multiply(_v, factor * _u[row], gradient.Slice(row * _v.Length, _v.Length));
        }
    }

    private ReadOnlySpan<T> Row(ReadOnlySpan<T> matrix, int row) => matrix.Slice(row * _v.Length, _v.Length);
}
