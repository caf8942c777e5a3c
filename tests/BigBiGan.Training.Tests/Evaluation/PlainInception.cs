using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>
/// Inception v3 written out block by block, in float64 and without a convolution or a pool of libtorch: sums over shifted images. The tensors
/// live in the caller's dispose scope.
/// </summary>
/// <param name="state">A state dict under torchvision's names.</param>
/// <param name="of2015">Means leave out what lies outside the image, and the last block has a maximum.</param>
internal sealed class PlainInception(IReadOnlyDictionary<string, Tensor> state, bool of2015)
{
    public Tensor Features(Tensor x)
    {
        string[] names =
        [
            "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "maxpool1", "Conv2d_3b_1x1", "Conv2d_4a_3x3", "maxpool2", "Mixed_5b", "Mixed_5c", "Mixed_5d",
            "Mixed_6a", "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e", "Mixed_7a", "Mixed_7b", "Mixed_7c",
        ];
        return names.Aggregate(x.to(float64), (h, name) => Block(name, h)).mean([2, 3]);
    }

    public Tensor Block(string name, Tensor x) => name switch
    {
        "Conv2d_1a_3x3" => Conv(name, x, stride: 2),
        "Conv2d_2a_3x3" or "Conv2d_3b_1x1" or "Conv2d_4a_3x3" => Conv(name, x),
        "Conv2d_2b_3x3" => Conv(name, x, padding: (1, 1)),
        "maxpool1" or "maxpool2" => Maximum(x, stride: 2, padding: 0),
        "Mixed_5b" or "Mixed_5c" or "Mixed_5d" => cat(
            [
                Conv($"{name}.branch1x1", x),
                Conv($"{name}.branch5x5_2", Conv($"{name}.branch5x5_1", x), padding: (2, 2)),
                Conv($"{name}.branch3x3dbl_3", Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x), padding: (1, 1)), padding: (1, 1)),
                Conv($"{name}.branch_pool", Mean(x)),
            ],
            1),
        "Mixed_6a" => cat(
            [
                Conv($"{name}.branch3x3", x, stride: 2),
                Conv($"{name}.branch3x3dbl_3", Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x), padding: (1, 1)), stride: 2),
                Maximum(x, stride: 2, padding: 0),
            ],
            1),
        "Mixed_6b" or "Mixed_6c" or "Mixed_6d" or "Mixed_6e" => cat(
            [
                Conv($"{name}.branch1x1", x),
                Conv($"{name}.branch7x7_3", Conv($"{name}.branch7x7_2", Conv($"{name}.branch7x7_1", x), padding: (0, 3)), padding: (3, 0)),
                Doubled(name, x),
                Conv($"{name}.branch_pool", Mean(x)),
            ],
            1),
        "Mixed_7a" => cat(
            [
                Conv($"{name}.branch3x3_2", Conv($"{name}.branch3x3_1", x), stride: 2),
                Conv(
                    $"{name}.branch7x7x3_4",
                    Conv($"{name}.branch7x7x3_3", Conv($"{name}.branch7x7x3_2", Conv($"{name}.branch7x7x3_1", x), padding: (0, 3)), padding: (3, 0)),
                    stride: 2),
                Maximum(x, stride: 2, padding: 0),
            ],
            1),
        "Mixed_7b" => Wide(name, x, Mean(x)),
        "Mixed_7c" => Wide(name, x, of2015 ? Maximum(x, stride: 1, padding: 1) : Mean(x)),
        _ => throw new ArgumentException($"There is no block {name}.", nameof(name)),
    };

    private Tensor Doubled(string name, Tensor x)
    {
        var h = Conv($"{name}.branch7x7dbl_1", x);
        h = Conv($"{name}.branch7x7dbl_2", h, padding: (3, 0));
        h = Conv($"{name}.branch7x7dbl_3", h, padding: (0, 3));
        h = Conv($"{name}.branch7x7dbl_4", h, padding: (3, 0));
        return Conv($"{name}.branch7x7dbl_5", h, padding: (0, 3));
    }

    private Tensor Wide(string name, Tensor x, Tensor pooled)
    {
        var three = Conv($"{name}.branch3x3_1", x);
        var doubled = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x), padding: (1, 1));
        return cat(
            [
                Conv($"{name}.branch1x1", x),
                Conv($"{name}.branch3x3_2a", three, padding: (0, 1)),
                Conv($"{name}.branch3x3_2b", three, padding: (1, 0)),
                Conv($"{name}.branch3x3dbl_3a", doubled, padding: (0, 1)),
                Conv($"{name}.branch3x3dbl_3b", doubled, padding: (1, 0)),
                Conv($"{name}.branch_pool", pooled),
            ],
            1);
    }

    /// <summary>Convolution, batch norm with an epsilon of 0.001, ReLU.</summary>
    private Tensor Conv(string name, Tensor x, int stride = 1, (int Height, int Width) padding = default)
    {
        var weight = state[$"{name}.conv.weight"].to(float64);
        var (height, width) = ((int)weight.size(2), (int)weight.size(3));
        Tensor? sum = null;
        foreach (var (row, column, part) in Shifts(x, height, width, stride, padding, outside: 0))
        {
            var (n, h, w) = (part.size(0), part.size(2), part.size(3));
            var product = weight[.., .., row, column].matmul(part.reshape(n, -1, h * w)).view(n, -1, h, w);
            sum = sum is null ? product : sum + product;
        }

        var normal = (sum! - Of("running_mean")) / (Of("running_var") + 0.001).sqrt();
        return ((normal * Of("weight")) + Of("bias")).relu();

        Tensor Of(string entry) => state[$"{name}.bn.{entry}"].to(float64).view(1, -1, 1, 1);
    }

    private Tensor Mean(Tensor x)
    {
        var sum = Sum(x);
        return of2015 ? sum / Sum(ones_like(x)) : sum / 9;

        static Tensor Sum(Tensor values) => Shifts(values, 3, 3, 1, (1, 1), outside: 0).Select(shift => shift.Part).Aggregate((a, b) => a + b);
    }

    private static Tensor Maximum(Tensor x, int stride, int padding) =>
        Shifts(x, 3, 3, stride, (padding, padding), outside: double.NegativeInfinity).Select(shift => shift.Part).Aggregate(maximum);

    /// <summary>What stands under each value of a kernel, for all its places.</summary>
    private static IEnumerable<(int Row, int Column, Tensor Part)> Shifts(
        Tensor x, int height, int width, int stride, (int Height, int Width) padding, double outside)
    {
        var wide = full([x.size(0), x.size(1), x.size(2) + (2 * padding.Height), x.size(3) + (2 * padding.Width)], outside, dtype: float64);
        wide.narrow(2, padding.Height, x.size(2)).narrow(3, padding.Width, x.size(3)).copy_(x);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                yield return (row, column, wide.slice(2, row, wide.size(2) - height + row + 1, stride).slice(3, column, wide.size(3) - width + column + 1, stride));
            }
        }
    }
}
