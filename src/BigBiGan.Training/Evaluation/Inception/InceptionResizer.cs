using BigBiGan.Dsl.Native;
using BigBiGan.Training.Data.Images;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>How images come to the 299 px that the network reads.</summary>
/// <param name="Name">In protocols.</param>
/// <param name="DistanceName">What the field calls the Frechet distance with the weights of 2015 and this resizer.</param>
/// <param name="ScoreName">What it calls the score; null where it has no name for it.</param>
/// <param name="Resize">[N, C, H, W] in 0 to 255 -> [N, C, 299, 299]</param>
internal sealed record InceptionResizer(string Name, string DistanceName, string? ScoreName, Func<Tensor, Tensor> Resize)
{
    private const int Size = InceptionPlan.ImageSize;

    /// <summary>
    /// TensorFlow 1's <c>resize_bilinear</c>, which is part of the graph of 2015: nothing is smoothed before images are made smaller, and pixel i
    /// is read at i * side / 299, not at the middle of its area.
    /// </summary>
    public static readonly InceptionResizer Bilinear = new("bilinear 299", "FID", "Inception Score", Lerped);

    /// <summary>Clean-fid's: PIL's bicubic filter on numbers that are not rounded to bytes (Parmar et al., 2022).</summary>
    public static readonly InceptionResizer Clean = new("clean 299", "clean-FID", null, Filtered);

    private static Tensor Lerped(Tensor images)
    {
        using var scope = NewDisposeScope();
        var wide = Between(images, 3);
        return Between(wide, 2).MoveToOuterDisposeScope();
    }

    private static Tensor Between(Tensor x, int dimension)
    {
        var side = (int)x.size(dimension);
        var scale = side / (float)Size;
        var places = Enumerable.Range(0, Size).Select(i => i * scale).ToArray();
        var low = Array.ConvertAll(places, place => (long)place);
        var high = Array.ConvertAll(low, at => Math.Min(at + 1, side - 1));
        var share = tensor(places.Zip(low, (place, at) => place - at).ToArray(), device: x.device).view(dimension == 3 ? [1L, Size] : [Size, 1L]);
        var first = x.index_select(dimension, tensor(low, device: x.device));
        return first.Add((x.index_select(dimension, tensor(high, device: x.device)) - first) * share);
    }

    /// <summary>Along rows, then along columns; PIL adds in float64 and keeps float32 between.</summary>
    private static Tensor Filtered(Tensor images)
    {
        using var scope = NewDisposeScope();
        var across = images.to(float64).matmul(Weights((int)images.size(3), images.device).t()).to(float32);
        return Weights((int)images.size(2), images.device).matmul(across.to(float64)).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>[299, side], float64</summary>
    private static Tensor Weights(int side, Device device)
    {
        var values = new double[Size * side];
        var weights = new double[ResamplingTaps.Most(side, Size)];
        for (var row = 0; row < Size; row++)
        {
            var count = ResamplingTaps.Exact(0, side, side, Size, row, weights, out var first);
            weights.AsSpan(0, count).CopyTo(values.AsSpan((row * side) + first));
        }

        return tensor(values, [Size, side], device: device);
    }
}
