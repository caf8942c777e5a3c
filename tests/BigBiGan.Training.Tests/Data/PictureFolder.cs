using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>A temporary folder with pictures drawn by tests.</summary>
internal sealed class PictureFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bigbigan-test-").FullName;

    public string File(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string relative, byte[] bytes)
    {
        var path = File(relative);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A picture of one colour; the ending chooses the format.</summary>
    public void Picture(string relative, SKColor colour, int width = 8, int height = 8) => Picture(relative, width, height, (_, _) => colour);

    public void Picture(string relative, int width, int height, Func<int, int, SKColor> colour) =>
        Write(relative, Encode(width, height, colour, relative.EndsWith("png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg));

    public static byte[] Encode(int width, int height, Func<int, int, SKColor> colour, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(x, y));
            }
        }

        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
