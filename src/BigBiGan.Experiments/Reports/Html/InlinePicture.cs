using SkiaSharp;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A picture as it stands in a page: WebP without loss where that is small, else with.</summary>
/// <param name="Source">A <c>data:</c> address.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record InlinePicture(string Source, int Width, int Height)
{
    /// <summary>In bytes. Two pictures of 16 cells then take less than 5 MB as a page writes them, and a sheet of small grey images has no loss.</summary>
    private const int Most = 96 * 1024;

    /// <summary>A wider one is made smaller where it is too large.</summary>
    private const int Wide = 1200;

    private static readonly float[] Qualities = [90, 80, 65, 45];

    /// <returns>Null where the file is none, or no picture.</returns>
    public static InlinePicture? Of(string path)
    {
        using var bitmap = File.Exists(path) ? SKBitmap.Decode(path) : null;
        if (bitmap is null)
        {
            return null;
        }

        var exact = Encoded(bitmap, SKWebpEncoderCompression.Lossless, 100);
        if (exact.Length <= Most)
        {
            return At(exact, bitmap);
        }

        using var shown = bitmap.Width <= Wide
            ? bitmap.Copy()
            : bitmap.Resize(new SKImageInfo(Wide, (int)((long)bitmap.Height * Wide / bitmap.Width)), new SKSamplingOptions(SKCubicResampler.Mitchell));
        return At(Qualities.Select(quality => Encoded(shown, SKWebpEncoderCompression.Lossy, quality)).FirstOrDefault(bytes => bytes.Length <= Most)
            ?? Encoded(shown, SKWebpEncoderCompression.Lossy, 25), shown);
    }

    private static InlinePicture At(byte[] webp, SKBitmap bitmap) => new($"data:image/webp;base64,{Convert.ToBase64String(webp)}", bitmap.Width, bitmap.Height);

    private static byte[] Encoded(SKBitmap bitmap, SKWebpEncoderCompression compression, float quality)
    {
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(compression, quality));
        return data?.ToArray() ?? throw new InvalidOperationException($"a picture of {bitmap.Width} x {bitmap.Height} pixels cannot be encoded as WebP");
    }
}
