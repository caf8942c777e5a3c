using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Data;

public sealed class BatchReaderTests : IDisposable
{
    private const int Size = 6;
    private const int Count = 7;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ImageSet _images = new(
        "set", "train", Size, 2, [.. Enumerable.Range(0, Count * 2 * Size * Size).Select(i => (byte)((i * 73) % 251))], new int[Count], ["a"]);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Every_epoch_shows_each_image_once_in_its_own_order()
    {
        var reader = new BatchReader(_images, seed: 3, Augmentation.None);
        int[][] epochs = [.. Enumerable.Range(0, 4).Select(e => Enumerable.Range(e * Count, Count).Select(k => reader.ImageIndex(k)).ToArray())];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Count), epoch.Order()));
        Assert.Equal(4, epochs.Select(e => string.Join(',', e)).Distinct().Count());
    }

    [Fact]
    public void A_batch_depends_on_its_first_draw_only()
    {
        var augmentation = new Augmentation(Flip: true, Shift: 2);
        var reader = new BatchReader(_images, seed: 3, augmentation);
        var ahead = reader.Draw(100, 10);
        Assert.False(Same(ahead, reader.Draw(5, 10)));
        Assert.True(Same(ahead, reader.Draw(100, 10)));
        Assert.True(Same(ahead, new BatchReader(_images, seed: 3, augmentation).Draw(100, 10)));
        Assert.True(Same(ahead, cat([reader.Draw(100, 4), reader.Draw(104, 6)])));
        Assert.False(Same(ahead, new BatchReader(_images, seed: 4, augmentation).Draw(100, 10)));
    }

    [Fact]
    public void Without_augmentation_the_images_come_as_they_are()
    {
        var reader = new BatchReader(_images, seed: 1, Augmentation.None);
        var batch = reader.Draw(0, 20);
        Assert.All(Enumerable.Range(0, 20), k => Assert.True(Same(batch[k], Original(reader, k))));
    }

    [Fact]
    public void Flips_and_shifts_are_those_of_the_plain_form()
    {
        const int Shift = 2;
        var reader = new BatchReader(_images, seed: 1, new Augmentation(Flip: true, Shift));
        var seen = new HashSet<(bool, int, int)>();
        float[][] batch = [.. reader.Draw(0, 600).data<float>().ToArray().Chunk(_images.ImageBytes)];
        for (var k = 0; k < 600; k++)
        {
            var original = Original(reader, k).data<float>().ToArray();
            var found = (from flip in new[] { false, true }
                         from right in Enumerable.Range(-Shift, (2 * Shift) + 1)
                         from down in Enumerable.Range(-Shift, (2 * Shift) + 1)
                         where batch[k].SequenceEqual(Moved(original, flip, right, down))
                         select (flip, right, down)).ToArray();
            Assert.Single(found);
            seen.Add(found[0]);
        }

        Assert.Equal(2 * 5 * 5, seen.Count);
    }

    [Fact]
    public void An_empty_set_cannot_be_drawn_from() =>
        Assert.Throws<ArgumentException>(() => new BatchReader(new ImageSet("set", "train", 1, 1, [], [], ["a"]), 1, Augmentation.None));

    private Tensor Original(BatchReader reader, int draw) => _images.ToTensor(reader.ImageIndex(draw), 1)[0];

    /// <summary>[2, 6, 6]</summary>
    private static float[] Moved(float[] image, bool flip, int right, int down)
    {
        var moved = new float[image.Length];
        Array.Fill(moved, -1);
        for (var row = 0; row < 2 * Size; row++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (fromX, fromY) = (x - right, (row % Size) - down);
                if (fromX is >= 0 and < Size && fromY is >= 0 and < Size)
                {
                    moved[(row * Size) + x] = image[((row - down) * Size) + (flip ? Size - 1 - fromX : fromX)];
                }
            }
        }

        return moved;
    }

    private static bool Same(Tensor a, Tensor b) => a.data<float>().ToArray().SequenceEqual(b.contiguous().data<float>().ToArray());
}
