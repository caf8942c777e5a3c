using BigBiGan.Training.Data.Images;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public class ResamplerTests
{
    [Theory]
    [InlineData(28, 32)]
    [InlineData(100, 32)]
    [InlineData(7, 64)]
    [InlineData(28, 32, false)]
    [InlineData(100, 32, false)]
    public void Agrees_with_the_two_dimensional_sum(int side, int size, bool antialias = true)
    {
        byte[] plane = [.. Enumerable.Range(0, side * side).Select(i => (byte)(((i * 37) + (i / side * 101)) % 256))];
        var result = new byte[size * size];
        Resampler.Resize(plane, side, result, size, antialias);
        for (var y = 0; y < size; y += 3)
        {
            for (var x = 0; x < size; x += 3)
            {
                Assert.Equal(Plain(plane, side, size, x, y, antialias), result[(y * size) + x], tolerance: 0.51);
            }
        }
    }

    [Fact]
    public void A_fine_chequerboard_shrinks_to_grey()
    {
        byte[] plane = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(((i + (i / 64)) % 2) * 255))];
        var result = new byte[16 * 16];
        Resampler.Resize(plane, 64, result, 16);
        Assert.All(result, pixel => Assert.InRange(pixel, 120, 135));
    }

    [Fact]
    public void Without_antialiasing_the_pixels_between_count_nothing()
    {
        byte[] plane = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 64 % 8 is >= 2 and <= 5 && i / 64 % 8 is >= 2 and <= 5 ? 200 : i % 251))];
        var result = new byte[8 * 8];
        Resampler.Resize(plane, 64, result, 8, antialias: false);
        Assert.All(result, pixel => Assert.Equal(200, pixel));
    }

    [Theory]
    [InlineData(SKEncodedOrigin.TopLeft, "1234")]
    [InlineData(SKEncodedOrigin.TopRight, "2143")]
    [InlineData(SKEncodedOrigin.BottomRight, "4321")]
    [InlineData(SKEncodedOrigin.BottomLeft, "3412")]
    [InlineData(SKEncodedOrigin.LeftTop, "1324")]
    [InlineData(SKEncodedOrigin.RightTop, "3142")]
    [InlineData(SKEncodedOrigin.RightBottom, "4231")]
    [InlineData(SKEncodedOrigin.LeftBottom, "2413")]
    public void Orientation_turns_the_four_corners(SKEncodedOrigin origin, string expected)
    {
        var upright = new byte[4];
        Orientation.Apply(origin, "1234"u8, upright, 2, 2);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(upright));
    }

    /// <summary>sum k(dx) k(dy) p / sum k(dx) k(dy) over all pixels of the plane.</summary>
    private static double Plain(byte[] plane, int side, int size, int x, int y, bool antialias)
    {
        var ratio = (double)side / size;
        double sum = 0;
        double weights = 0;
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var weight = Kernel(row, y) * Kernel(column, x);
                sum += weight * plane[(row * side) + column];
                weights += weight;
            }
        }

        return Math.Clamp(sum / weights, 0, 255);

        double Kernel(int from, int to)
        {
            const double A = -0.5;
            var t = Math.Abs(((from + 0.5) - ((to + 0.5) * ratio)) / (antialias ? Math.Max(1, ratio) : 1));
            return t < 1 ? ((A + 2) * t * t * t) - ((A + 3) * t * t) + 1
                : t < 2 ? (A * t * t * t) - (5 * A * t * t) + (8 * A * t) - (4 * A)
                : 0;
        }
    }
}
