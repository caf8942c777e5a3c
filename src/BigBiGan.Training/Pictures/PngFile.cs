using BigBiGan.Dsl.State;
using SkiaSharp;

namespace BigBiGan.Training.Pictures;

internal static class PngFile
{
    public static void Write(string path, SKImage image) => DurableFile.Write(path, Encoded(image));

    public static byte[] Encoded(SKImage image)
    {
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
