using SkiaSharp;

namespace BigBiGan.Training.Pictures;

internal static class PngFile
{
    /// <summary>Writes beside the target and renames, so that a viewer never sees half a picture.</summary>
    public static void Write(string path, SKImage image)
    {
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        var aside = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllBytes(aside, png.Span);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
