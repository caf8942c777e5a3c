using BigBiGan.Training.Loop;
using BigBiGan.Training.Pictures;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Pictures;

public sealed class PictureTests : IDisposable
{
    private const int Margin = 16;
    private const int Gutter = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Small_images_are_enlarged_by_a_whole_number_with_square_pixels()
    {
        var images = full(5, 1, 32, 32, -1f);
        images[3, 0, 0, 31] = 1;
        using var sheet = Write(path => SampleSheet.Write(path, images, columns: 3));
        Assert.Equal((3 * 96) + (2 * Gutter) + (2 * Margin), sheet.Width);
        Assert.Equal((2 * 96) + Gutter + (2 * Margin), sheet.Height);

        // Image 3 opens the second row; its upper right pixel is 3x3.
        var (x, y) = (Margin + 95, Margin + 96 + Gutter);
        Assert.Equal([SKColors.White, SKColors.White, SKColors.Black], [sheet.GetPixel(x, y), sheet.GetPixel(x - 2, y + 2), sheet.GetPixel(x - 3, y)]);
        Assert.Equal(SKColors.White, sheet.GetPixel(sheet.Width - Margin - 10, sheet.Height - Margin - 10));
    }

    [Fact]
    public void Colours_keep_their_order()
    {
        var images = zeros(1, 3, 128, 128);
        images[.., 0] = 1;
        images[.., 2] = -1;
        using var sheet = Write(path => SampleSheet.Write(path, images));
        Assert.Equal(128 + (2 * Margin), sheet.Width);
        Assert.Equal(new SKColor(255, 128, 0), sheet.GetPixel(Margin + 50, Margin + 50));
    }

    [Fact]
    public void Reconstructions_stand_below_their_images_at_the_same_size()
    {
        using var sheet = Write(path => ReconstructionSheet.Write(path, full(3, 1, 64, 64, -1f), full(3, 1, 32, 32, 0.5f), columns: 2));
        var grey = new SKColor(191, 191, 191);
        var x = sheet.Width - Margin - 10 - 64;
        int[] rows = [Margin + 10, Margin + 64 + 14, Margin + 128 + 28, Margin + 192 + 42];
        Assert.Equal([SKColors.Black, grey, SKColors.Black, grey], rows.Select(y => sheet.GetPixel(x - Gutter - 10, y)));
        Assert.Equal([SKColors.Black, grey, SKColors.White, SKColors.White], rows.Select(y => sheet.GetPixel(sheet.Width - Margin - 10, y)));
    }

    [Fact]
    public void Captions_and_labels_are_visible_without_fonts_of_the_machine()
    {
        using var font = new SKFont(PictureFont.Typeface, 13);
        Assert.DoesNotContain((ushort)0, font.GetGlyphs("small/fashion, step 1,000: x over G(E(x)) ² · × – σ"));
        using var plain = Write(path => SampleSheet.Write(path, zeros(8, 1, 32, 32)));
        using var titled = Write(path => SampleSheet.Write(path, zeros(8, 1, 32, 32), caption: "small/fashion"));
        Assert.True(titled.Height > plain.Height);
        Assert.Contains(Enumerable.Range(0, 120), x => Enumerable.Range(0, 20).Any(y => titled.GetPixel(Margin + x, Margin + y).Red < 128));
    }

    [Fact]
    public void The_plot_draws_both_losses_and_the_scores_that_there_are()
    {
        var records = Enumerable.Range(1, 50).Select(i => new StepRecord(i, i, 1, [new("D", 3 - (i / 50.0)), new("GE", i / 50.0)], [new("x", 1, -1), new("xz", 2, -2)])).ToArray();
        using var plot = Write(path => LossPlot.Write(path, records, "small/fashion, seed 1"));
        Assert.Equal((1000, 760), (plot.Width, plot.Height));
        Assert.True(Has("#1f5fa8", 0) && Has("#c8501e", 0), "losses in the upper panel");
        Assert.True(Has("#1b7f5c", 380) && Has("#b07a00", 380), "x and xz in the lower panel");
        Assert.False(Has("#8e3fa0", 380), "no z in this variant");

        bool Has(string colour, int top) => (
            from y in Enumerable.Range(top, 380)
            from x in Enumerable.Range(0, 1000)
            where plot.GetPixel(x, y) == SKColor.Parse(colour)
            select x).Any();
    }

    [Fact]
    public void A_log_without_records_makes_no_plot_and_one_record_makes_one()
    {
        LossPlot.Write(_folder["none.png"], [], "");
        Assert.False(File.Exists(_folder["none.png"]));
        using var plot = Write(path => LossPlot.Write(path, [new StepRecord(1, 1, 1, [new("D", 2), new("GE", 1)], [new("x", 1, -1)])], "one"));
        Assert.Equal(1000, plot.Width);
    }

    [Fact]
    public void A_picture_replaces_the_one_before_and_leaves_no_part()
    {
        File.WriteAllText(_folder["sheet.png"], "old");
        using var sheet = Write(path => SampleSheet.Write(path, zeros(1, 1, 8, 8)), "sheet.png");
        Assert.Equal([_folder["sheet.png"]], Directory.GetFiles(_folder.Path));
    }

    private SKBitmap Write(Action<string> write, string name = "picture.png")
    {
        write(_folder[name]);
        return SKBitmap.Decode(_folder[name]);
    }
}
