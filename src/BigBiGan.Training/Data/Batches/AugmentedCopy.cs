using System.Buffers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Batches;

/// <summary>Copies an image into a batch, cropped, mirrored and shifted as the numbers of its draw say.</summary>
internal sealed class AugmentedCopy(ImageSet images, Augmentation augmentation, ulong seed)
{
    private readonly CounterRandom _random = new(seed, "augment");
    private readonly RandomCrop? _crop = augmentation.Crop is { } facts ? new RandomCrop(facts, new CounterRandom(seed, "crop")) : null;

    /// <param name="values">[C, H, W] in [-1, 1]</param>
    public void Write(int image, long draw, Span<float> values)
    {
        var flip = augmentation.Flip && (_random.At(4 * draw) & 1) == 1;
        var right = Shift((4 * draw) + 1);
        var down = Shift((4 * draw) + 2);
        var rented = ArrayPool<byte>.Shared.Rent(images.ImageBytes);
        var pixels = rented.AsSpan(0, images.ImageBytes);
        images.Read(image, new PictureFrame(_crop, draw), pixels);
        Place(pixels, flip, right, down, values);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private void Place(ReadOnlySpan<byte> pixels, bool flip, int right, int down, Span<float> values)
    {
        if (!flip && right == 0 && down == 0)
        {
            PixelScale.ToFloats(pixels, values);
            return;
        }

        var size = images.Size;
        var kept = size - Math.Abs(right);
        if (right != 0 || down != 0)
        {
            values.Fill(PixelScale.Black);
        }

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
        : (int)(_random.UnitAt(index) * ((2 * augmentation.Shift) + 1)) - augmentation.Shift;
}
