using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Tests.Data;

public sealed class RandomCropTests
{
    private const int Size = 64;

    [Theory]
    [InlineData(0.08, 1, 0.75, 1.3333)]
    [InlineData(0.5, 1, 1, 1)]
    public void Crops_have_the_area_and_the_aspect_asked_for_and_lie_in_the_image(double areaFrom, double areaTo, double aspectFrom, double aspectTo)
    {
        var crops = Crops(new CropFacts(areaFrom, areaTo, aspectFrom, aspectTo), 5_000);

        Assert.All(crops, box =>
        {
            // a side is rounded to whole pixels, the smallest here is 15 px
            Assert.InRange((double)box.Width * box.Height / (Size * Size), areaFrom * 0.93, 1);
            Assert.InRange((double)box.Width / box.Height, aspectFrom * 0.93, aspectTo * 1.07);
            Assert.InRange(box.Left, 0, Size - box.Width);
            Assert.InRange(box.Top, 0, Size - box.Height);
        });
        Assert.InRange(crops.Average(box => (double)box.Width * box.Height / (Size * Size)), ((areaFrom + areaTo) / 2) - 0.08, ((areaFrom + areaTo) / 2) + 0.02);
        Assert.Contains(crops, box => box.Left == 0);
        Assert.Contains(crops, box => box.Left + box.Width == Size && box.Left > 0);
    }

    [Fact]
    public void The_same_draw_is_the_same_crop_and_another_draw_another()
    {
        var facts = new CropFacts(0.2, 0.8, 0.75, 1.3333);
        Assert.Equal(Crops(facts, 100), Crops(facts, 100));
        Assert.True(Crops(facts, 100).Distinct().Count() > 80);
    }

    [Fact]
    public void An_aspect_that_never_fits_gives_the_whole_image() =>
        Assert.All(Crops(new CropFacts(1, 1, 4, 4), 20), box => Assert.Equal(new CropBox(0, 0, Size, Size), box));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_batch_of_crops_is_each_crop_resized_by_itself(int colours)
    {
        const int Side = 16;
        var random = new CounterRandom(5, "pixels");
        var pixels = Enumerable.Range(0, 4 * colours * Side * Side).Select(i => (byte)random.At(i)).ToArray();
        var images = new ImageSet("noise", "train", Side, colours, pixels, [0, 1, 0, 1], ["a", "b"]);
        var facts = new CropFacts(0.3, 0.9, 0.75, 1.3333);
        var reader = new BatchReader(images, seed: 7, new Augmentation(Flip: false, Shift: 0, facts));

        using var batch = reader.Draw(8, 3);

        var crop = new RandomCrop(facts, new CounterRandom(7, "crop"));
        for (var i = 0; i < 3; i++)
        {
            var box = crop.Of(8 + i, Side, Side);
            var image = images.Image(reader.ImageIndex(8 + i));
            for (var colour = 0; colour < colours; colour++)
            {
                // the crop alone, as an image of its own
                var part = new byte[box.Width * box.Height];
                for (var y = 0; y < box.Height; y++)
                {
                    image.AsSpan((colour * Side * Side) + ((box.Top + y) * Side) + box.Left, box.Width).CopyTo(part.AsSpan(y * box.Width));
                }

                var expected = new byte[Side * Side];
                Resampler.Resize(part, box.Width, new CropBox(0, 0, box.Width, box.Height), expected, Side);
                var values = batch[i, colour].data<float>().ToArray();
                Assert.Equal(expected.Select(v => (float)((v / 127.5) - 1)), values);
            }
        }
    }

    [Fact]
    public void A_crop_of_everything_is_the_image()
    {
        var images = TinyModel.Images().Train;
        var plain = new BatchReader(images, 1, Augmentation.None);
        var cropped = new BatchReader(images, 1, new Augmentation(false, 0, new CropFacts(1, 1, 1, 1)));
        using var a = plain.Draw(0, 10);
        using var b = cropped.Draw(0, 10);
        Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
    }

    private static CropBox[] Crops(CropFacts facts, int count)
    {
        var crop = new RandomCrop(facts, new CounterRandom(1, "crop"));
        return [.. Enumerable.Range(0, count).Select(draw => crop.Of(draw, Size, Size))];
    }
}
