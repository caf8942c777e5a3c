using SkiaSharp;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A picture as it stands in a page: WebP without loss where that is small, else with, and of fewer pixels where that must be.</summary>
/// <param name="Source">A <c>data:</c> address.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record InlinePicture(string Source, int Width, int Height)
{
    /// <summary>In bytes. Two pictures of 16 cells then take less than 5 MB as a page writes them, and a sheet of small grey images has no loss.</summary>
    private const int Most = 96 * 1024;

    /// <summary>In pixels; what is wider and does not fit is made smaller.</summary>
    private const int Wide = 1200;

    /// <summary>Of the search for the smallest file without loss, in percent: more of it takes seconds and gains little.</summary>
    private const int Effort = 60;

    private static readonly float[] Qualities = [90, 75, 50];

    /// <returns>Null where the file is none, or no picture.</returns>
    public static InlinePicture? Of(string path)
    {
        using var bitmap = File.Exists(path) ? SKBitmap.Decode(path) : null;
        if (bitmap is null)
        {
            return null;
        }

        var exact = Encoded(bitmap, SKWebpEncoderCompression.Lossless, Effort);
        if (exact.Length <= Most)
        {
            return At(exact, bitmap);
        }

        for (var width = Math.Min(bitmap.Width, Wide); ; width = width * 2 / 3)
        {
            using var shown = width == bitmap.Width
                ? bitmap.Copy()
                : bitmap.Resize(new SKImageInfo(width, (int)((long)bitmap.Height * width / bitmap.Width)), new SKSamplingOptions(SKCubicResampler.Mitchell));
            if (Qualities.Select(quality => Encoded(shown, SKWebpEncoderCompression.Lossy, quality)).FirstOrDefault(bytes => bytes.Length <= Most) is { } small)
            {
                return At(small, shown);
            }
        }
    }

    private static InlinePicture At(byte[] webp, SKBitmap bitmap) => new($"data:image/webp;base64,{Convert.ToBase64String(webp)}", bitmap.Width, bitmap.Height);

    private static byte[] Encoded(SKBitmap bitmap, SKWebpEncoderCompression compression, float quality)
    {
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(compression, quality));
        return data?.ToArray() ?? throw new InvalidOperationException($"a picture of {bitmap.Width} x {bitmap.Height} pixels cannot be encoded as WebP");
    }
}
