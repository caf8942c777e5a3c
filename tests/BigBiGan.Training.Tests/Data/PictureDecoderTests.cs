using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>Crops out of files, against the whole picture decoded, cut and resampled in plain loops.</summary>
public sealed class PictureDecoderTests
{
    private const int Width = 61;
    private const int Height = 43;
    private const int Size = 16;

    public static TheoryData<int> Origins => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_crop_of_a_png_is_the_part_resampled_by_itself(int colours)
    {
        var file = PictureFolder.Encode(Width, Height, Smooth, SKEncodedImageFormat.Png);
        for (var draw = 0; draw < 20; draw++)
        {
            var frame = Frame(draw);
            Assert.Equal(Plain(frame.Of(Width, Height), Smooth, colours), Read(file, frame, colours));
        }
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void A_crop_of_a_turned_jpeg_is_that_of_the_upright_picture(int origin)
    {
        var turned = origin >= 5;
        var file = Oriented(origin, PictureFolder.Encode(turned ? Height : Width, turned ? Width : Height, Stored(origin), SKEncodedImageFormat.Jpeg));
        for (var draw = 0; draw < 20; draw++)
        {
            var frame = Frame(draw);
            Assert.InRange(Difference(Plain(frame.Of(Width, Height), Smooth, 3), Read(file, frame, 3)), 0, 2.5);
        }
    }

    /// <summary>From 16 px up to eight times that a JPEG is decoded at an eighth, a quarter, and so on: the same picture but for JPEG's own errors.</summary>
    [Theory]
    [InlineData(17)]
    [InlineData(22)]
    [InlineData(27)]
    [InlineData(33)]
    [InlineData(44)]
    [InlineData(65)]
    [InlineData(131)]
    public void A_jpeg_of_any_size_is_the_picture_at_the_size_asked_for(int side)
    {
        SKColor Picture(int x, int y) => Smooth((int)((x + 0.5) * 60 / side), (int)((y + 0.5) * 60 / side));
        var file = PictureFolder.Encode(side + 9, side, Picture, SKEncodedImageFormat.Jpeg);

        Assert.InRange(Difference(Plain(CropBox.CentralSquare(side + 9, side), Picture, 3), Read(file, PictureFrame.Centre, 3)), 0, 4);
    }

    [Fact]
    public void Without_antialiasing_a_jpeg_is_decoded_whole_and_then_resampled()
    {
        var jpeg = PictureFolder.Encode(160, 160, (x, y) => new SKColor((byte)(x * 37), (byte)(y * 53), (byte)(x * y)), SKEncodedImageFormat.Jpeg);
        var (whole, expected, found) = (new byte[3 * 160 * 160], new byte[20 * 20], new byte[3 * 20 * 20]);
        Assert.Null(PictureDecoder.Read(jpeg, PictureFrame.Centre, whole, new PictureShape(160, 3)));
        Assert.Null(PictureDecoder.Read(jpeg, PictureFrame.Centre, found, new PictureShape(20, 3, Antialias: false)));
        for (var colour = 0; colour < 3; colour++)
        {
            Resampler.Resize(whole.AsSpan(colour * 160 * 160, 160 * 160), 160, expected, 20, antialias: false);
            Assert.Equal(expected, found.AsSpan(colour * 400, 400).ToArray());
        }
    }

    [Fact]
    public void A_jpeg_that_is_cut_off_is_broken_in_every_crop()
    {
        var whole = PictureFolder.Encode(400, 300, Smooth, SKEncodedImageFormat.Jpeg);
        for (var length = whole.Length / 4; length < whole.Length; length += 97)
        {
            for (var draw = 0; draw < 5; draw++)
            {
                Assert.Equal("it is cut off", PictureDecoder.Read(whole.AsSpan(0, length), Frame(draw), new byte[3 * Size * Size], new PictureShape(Size, 3)));
            }
        }
    }

    [Fact]
    public void A_download_whose_end_was_never_written_is_broken()
    {
        var whole = PictureFolder.Encode(400, 300, Smooth, SKEncodedImageFormat.Jpeg);
        whole.AsSpan(whole.Length / 2).Clear();

        Assert.Matches("^its last [0-9]+ bytes are zeros$", PictureDecoder.Read(whole, PictureFrame.Centre, new byte[3 * Size * Size], new PictureShape(Size, 3)));
    }

    [Fact]
    public void What_stands_after_the_end_of_a_jpeg_is_passed_over()
    {
        var file = PictureFolder.Encode(Width, Height, Smooth, SKEncodedImageFormat.Jpeg);

        Assert.Equal(Read(file, Frame(3), 3), Read([.. file, .. new byte[10_000]], Frame(3), 3));
    }

    private static PictureFrame Frame(int draw) => new(new RandomCrop(new CropFacts(0.2, 1, 0.75, 1.3333), new CounterRandom(1, "crop")), draw);

    private static byte[] Read(byte[] file, PictureFrame frame, int colours)
    {
        var result = new byte[colours * Size * Size];
        Assert.Null(PictureDecoder.Read(file, frame, result, new PictureShape(Size, colours)));
        return result;
    }

    private static SKColor Smooth(int x, int y) => new((byte)(40 + (2 * x)), (byte)(60 + (2 * y)), (byte)(128 + (60 * Math.Sin(x / 9.0) * Math.Cos(y / 7.0))));

    /// <summary>The stored pixel of an upright picture, as the EXIF standard lists the eight (row 0 is the top of ..., column 0 is the left of ...).</summary>
    private static Func<int, int, SKColor> Stored(int origin) => origin switch
    {
        1 => Smooth,
        2 => (x, y) => Smooth(Width - 1 - x, y),
        3 => (x, y) => Smooth(Width - 1 - x, Height - 1 - y),
        4 => (x, y) => Smooth(x, Height - 1 - y),
        5 => (x, y) => Smooth(y, x),
        6 => (x, y) => Smooth(Width - 1 - y, x),
        7 => (x, y) => Smooth(Width - 1 - y, Height - 1 - x),
        _ => (x, y) => Smooth(y, Height - 1 - x),
    };

    private static byte[] Oriented(int origin, byte[] jpeg)
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)origin, 0, 0, 0, 0, 0, 0, 0];
        return [.. jpeg.AsSpan(0, 2), .. exif, .. jpeg.AsSpan(2)];
    }

    private static double Difference(byte[] one, byte[] other) => one.Zip(other).Average(pair => Math.Abs(pair.First - pair.Second));

    /// <summary>Two sums over the whole part, in double precision but for the order's rounding.</summary>
    private static byte[] Plain(CropBox box, Func<int, int, SKColor> picture, int colours)
    {
        var result = new byte[colours * Size * Size];
        for (var colour = 0; colour < colours; colour++)
        {
            double Value(int x, int y) => picture(box.Left + x, box.Top + y) is var p && colours == 1
                ? ((299 * p.Red) + (587 * p.Green) + (114 * p.Blue) + 500) / 1000
                : colour switch { 0 => p.Red, 1 => p.Green, _ => p.Blue };
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size; x++)
                {
                    double sum = 0;
                    foreach (var (j, down) in Weights(box.Height, y))
                    {
                        foreach (var (i, across) in Weights(box.Width, x))
                        {
                            sum += down * across * Value(i, j);
                        }
                    }

                    result[(((colour * Size) + y) * Size) + x] = (byte)Math.Clamp(Math.Floor(sum + 0.5), 0, 255);
                }
            }
        }

        return result;
    }

    private static List<(int Index, double Weight)> Weights(int length, int at)
    {
        var (ratio, centre) = ((double)length / Size, (at + 0.5) * length / Size);
        var stretch = Math.Max(1, ratio);
        var all = Enumerable.Range(0, length).Select(i => (Index: i, Weight: Keys(Math.Abs(i + 0.5 - centre) / stretch))).Where(w => w.Weight != 0).ToList();
        var sum = all.Sum(w => w.Weight);
        return [.. all.Select(w => (w.Index, w.Weight / sum))];
    }

    private static double Keys(double t) =>
        t < 1 ? (1.5 * t * t * t) - (2.5 * t * t) + 1 : t < 2 ? (-0.5 * t * t * t) + (2.5 * t * t) - (4 * t) + 2 : 0;
}
