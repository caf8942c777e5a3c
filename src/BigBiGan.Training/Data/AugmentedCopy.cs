using BigBiGan.Dsl.Randomness;

namespace BigBiGan.Training.Data;

/// <summary>Copies an image into a batch, mirrored and shifted as the numbers of its draw say.</summary>
internal sealed class AugmentedCopy(ImageSet images, Augmentation augmentation, CounterRandom random)
{
    /// <param name="values">[C, H, W] in [-1, 1]</param>
    public void Write(int image, long draw, Span<float> values)
    {
        var flip = augmentation.Flip && (random.At(4 * draw) & 1) == 1;
        var right = Shift((4 * draw) + 1);
        var down = Shift((4 * draw) + 2);
        var pixels = images.Image(image);
        if (!flip && right == 0 && down == 0)
        {
            PixelScale.ToFloats(pixels, values);
            return;
        }

        var size = images.Size;
        var kept = size - Math.Abs(right);
        values.Fill(PixelScale.Black);
        for (var row = 0; row < images.Colours * size; row++)
        {
            // Rows of all colours stand below one another; the source row must stay within its colour.
            var y = (row % size) - down;
            if (y < 0 || y >= size)
            {
                continue;
            }

            var source = pixels.Slice((row - down) * size, size);
            var target = values.Slice((row * size) + Math.Max(right, 0), kept);
            if (flip)
            {
                PixelScale.ToFloatsMirrored(source.Slice(Math.Max(right, 0), kept), target);
            }
            else
            {
                PixelScale.ToFloats(source.Slice(Math.Max(-right, 0), kept), target);
            }
        }
    }

    /// <summary>-s to s, equally likely.</summary>
    private int Shift(long index) => augmentation.Shift == 0
        ? 0
        : (int)(random.UnitAt(index) * ((2 * augmentation.Shift) + 1)) - augmentation.Shift;
}
