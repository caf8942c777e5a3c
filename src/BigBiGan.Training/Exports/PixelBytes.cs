using BigBiGan.Training.Data.Images;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>Images as picture files have them: bytes, the colours of a pixel side by side.</summary>
public static class PixelBytes
{
    /// <param name="images">On any device. [N, C, H, W] in [-1, 1]</param>
    /// <returns>[N, H, W, C]</returns>
    /// <exception cref="ExportException">A value is not finite, of which no pixel can be made.</exception>
    public static byte[] Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        var values = images.detach().to(float32).cpu().permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
        var pixels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            pixels[i] = float.IsFinite(values[i])
                ? PixelScale.ToByte(values[i])
                : throw new ExportException(
                    "the samples are not finite, so that there is nothing to draw: training has diverged; take a run or a checkpoint from before");
        }

        return pixels;
    }

    /// <summary>Images of a set as they are stored. [count, H, W, C]</summary>
    public static byte[] Of(ImageSet images, int first, int count)
    {
        var (colours, area) = (images.Colours, images.Size * images.Size);
        var pixels = new byte[count * images.ImageBytes];
        for (var n = 0; n < count; n++)
        {
            var image = images.Image(first + n); // [C, H, W]
            var target = pixels.AsSpan(n * images.ImageBytes, images.ImageBytes);
            for (var i = 0; i < image.Length; i++)
            {
                target[(i % area * colours) + (i / area)] = image[i];
            }
        }

        return pixels;
    }
}
