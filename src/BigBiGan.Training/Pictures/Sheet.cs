using BigBiGan.Training.Data.Images;
using SkiaSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Pictures;

/// <summary>Rows of images with thin gutters, each image enlarged by a whole number so that its pixels stay square.</summary>
internal static class Sheet
{
    /// <summary>Images are enlarged up to this size.</summary>
    private const int TileSize = 96;

    private const int Margin = 16;
    private const int Gutter = 4;
    private const int GroupGap = 14;
    private const float CaptionSize = 15;
    private const float LabelSize = 13;

    private static readonly SKColor Ink = new(0x33, 0x33, 0x33);

    public static void Write(string path, IReadOnlyList<SheetRow> rows, string? caption)
    {
        var size = (int)rows[0].Images.shape[^1];
        var scale = Math.Max(1, TileSize / size);
        var tile = size * scale;
        var columns = (int)rows.Max(row => row.Images.shape[0]);
        using var captionFont = new SKFont(PictureFont.Typeface, CaptionSize) { Subpixel = true };
        using var labelFont = new SKFont(PictureFont.Typeface, LabelSize) { Subpixel = true };
        using var paint = new SKPaint { Color = Ink, IsAntialias = true };

        var labels = rows.Max(row => row.Label is null ? 0 : (int)Math.Ceiling(labelFont.MeasureText(row.Label)) + 10);
        var left = Margin + labels;
        var top = Margin + (caption is null ? 0 : (int)CaptionSize + 12);
        var gaps = rows.Skip(1).Sum(row => row.StartsGroup ? GroupGap : Gutter);
        var tiles = (columns * tile) + ((columns - 1) * Gutter);
        var width = Math.Max(left + tiles, Margin + (int)Math.Ceiling(captionFont.MeasureText(caption ?? ""))) + Margin;
        var info = new SKImageInfo(width, top + (rows.Count * tile) + gaps + Margin, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        if (caption is not null)
        {
            canvas.DrawText(caption, Margin, Margin + CaptionSize, captionFont, paint);
        }

        var y = top;
        for (var r = 0; r < rows.Count; r++)
        {
            y += r == 0 ? 0 : rows[r].StartsGroup ? GroupGap : Gutter;
            if (rows[r].Label is { } label)
            {
                canvas.DrawText(label, left - 10, y + ((tile + LabelSize) / 2) - 2, SKTextAlign.Right, labelFont, paint);
            }

            for (var c = 0; c < rows[r].Images.shape[0]; c++)
            {
                using var image = Tile(rows[r].Images, c);
                var x = left + (c * (tile + Gutter));
                canvas.DrawImage(image, new SKRect(x, y, x + tile, y + tile), new SKSamplingOptions(SKFilterMode.Nearest));
            }

            y += tile;
        }

        using var picture = surface.Snapshot();
        PngFile.Write(path, picture);
    }

    private static SKImage Tile(Tensor images, int index)
    {
        using var scope = NewDisposeScope();
        var (colours, size) = ((int)images.shape[1], (int)images.shape[2]);
        var values = images[index].to(float32).cpu().contiguous().data<float>().ToArray(); // [C, H, W]
        var pixels = new SKColor[size * size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var green = colours == 1 ? 0 : size * size;
            pixels[i] = new SKColor(
                PixelScale.ToByte(values[i]), PixelScale.ToByte(values[green + i]), PixelScale.ToByte(values[(2 * green) + i]));
        }

        using var bitmap = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque) { Pixels = pixels };
        return SKImage.FromBitmap(bitmap);
    }
}
