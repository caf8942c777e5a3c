using SkiaSharp;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>Folders of small pictures: light discs and dark bars, with noise by index.</summary>
internal static class Pictures
{
    public const int Size = 32;

    private static readonly Lazy<string> Shapes = new(() => Folder("shapes", perClass: 20));

    /// <summary>36 training and 4 test images; not to be written to.</summary>
    public static string TwoClasses => Shapes.Value;

    public static string Folder(string name, int perClass)
    {
        var folder = Workplace.NewFolder(name);
        foreach (var (shape, light) in new[] { ("bars", false), ("discs", true) })
        {
            Directory.CreateDirectory(Path.Combine(folder, shape));
            for (var i = 0; i < perClass; i++)
            {
                Write(Path.Combine(folder, shape, $"{i:000}.png"), i, light);
            }
        }

        return folder;
    }

    /// <summary>The size of a picture that decodes.</summary>
    public static (int Width, int Height) SizeOf(string path)
    {
        using var bitmap = SKBitmap.Decode(path);
        Assert.NotNull(bitmap);
        return (bitmap.Width, bitmap.Height);
    }

    /// <summary>The red of every pixel, which is all of a grey one.</summary>
    public static byte[] Grey(string path)
    {
        using var bitmap = SKBitmap.Decode(path);
        return [.. bitmap.Pixels.Select(pixel => pixel.Red)];
    }

    /// <summary>Whether an image stands somewhere in a picture, three times as large; of 255, 1 apart is equal: batches of another size round otherwise.</summary>
    public static bool Shows(byte[] sheet, int width, byte[] image)
    {
        const int Scale = 3;
        var places = sheet.Length - (((Size - 1) * Scale * width) + ((Size - 1) * Scale));
        return Enumerable.Range(0, places).Any(place => image.Index().All(pixel =>
            Math.Abs(sheet[place + (pixel.Index / Size * Scale * width) + (pixel.Index % Size * Scale)] - pixel.Item) <= 1));
    }

    private static void Write(string path, int index, bool disc)
    {
        using var bitmap = new SKBitmap(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var inside = disc ? Math.Pow(x - 16, 2) + Math.Pow(y - 16, 2) < 90 + (4 * index) : Math.Abs(x - 6 - index) < 4;
                var grey = (byte)((inside ? 200 : 40) + (((x * 7) + (y * 13) + (index * 29)) % 23));
                bitmap.SetPixel(x, y, new SKColor(grey, grey, grey));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.Span);
    }
}
