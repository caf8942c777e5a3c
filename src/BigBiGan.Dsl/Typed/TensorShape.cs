using static TorchSharp.torch;

namespace BigBiGan.Dsl.Typed;

/// <summary>The check behind every typed tensor.</summary>
public static class TensorShape
{
    /// <summary>Returns the tensor if its shape is [N, <paramref name="expected"/>].</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    public static Tensor Check(Tensor tensor, params long[] expected)
    {
        var shape = tensor.shape;
        return shape.AsSpan(1).SequenceEqual(expected)
            ? tensor
            : throw new ArgumentException(
                $"a tensor of shape [{string.Join(", ", shape)}] was given; expected [{string.Join(", ", expected.Select(Text).Prepend("N"))}]",
                nameof(tensor));
    }

    private static string Text(long size) => size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
