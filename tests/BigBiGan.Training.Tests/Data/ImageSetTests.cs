using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public class ImageSetTests
{
    [Fact]
    public void Identity_covers_pixels_labels_classes_and_size_but_no_names()
    {
        var identity = Set([1, 2, 3, 4], [0, 1]).Identity;
        Assert.Equal(identity, new ImageSet("other", "test", 1, 2, [1, 2, 3, 4], [0, 1], ["a", "b"]).Identity);
        Assert.NotEqual(identity, Set([1, 2, 3, 5], [0, 1]).Identity);
        Assert.NotEqual(identity, Set([1, 2, 3, 4], [1, 0]).Identity);
        Assert.NotEqual(identity, new ImageSet("set", "train", 1, 2, [1, 2, 3, 4], [0, 1], ["a", "c"]).Identity);
        Assert.NotEqual(identity, new ImageSet("set", "train", 1, 1, [1, 2, 3, 4], [0, 1, 0, 1], ["a", "b"]).Identity);
    }

    [Fact]
    public void A_source_s_identity_covers_both_splits()
    {
        var (a, b) = (Set([1, 2, 3, 4], [0, 1]), Set([1, 2, 3, 5], [0, 1]));
        Assert.Equal(3, new[] { new DataSource(a, a), new DataSource(a, b), new DataSource(b, a) }.Select(s => s.Identity).Distinct().Count());
    }

    [Fact]
    public void Tensors_run_from_minus_one_to_one()
    {
        using var images = Set([0, 255, 51, 204], [0, 1]).ToTensor(0, 2);
        Assert.Equal([2L, 2, 1, 1], images.shape);
        Assert.Equal([-1f, 1f, -0.6f, 0.6f], images.data<float>().ToArray());
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_labels_are_refused() =>
        Assert.StartsWith("2 labels need 4 bytes of 2x1x1 images; found 3.", Assert.Throws<ArgumentException>(() => Set([1, 2, 3], [0, 1])).Message);

    [Fact]
    public void A_sample_has_different_images_with_their_labels()
    {
        var set = new ImageSet("set", "train", 1, 1, [.. Enumerable.Range(0, 100).Select(i => (byte)i)], [.. Enumerable.Range(0, 100)], [.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        var sample = set.Sample(30, "test");
        Assert.Equal(30, sample.Labels.Distinct().Count());
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(sample.Labels[i], sample.Image(i)[0]));
        Assert.Equal(sample.Labels, set.Sample(30, "test").Labels);
        Assert.NotEqual(sample.Labels, set.Sample(30, "other").Labels);
        Assert.Equal(sample.Labels, set.Sample(100, "test").Labels[..30]);
        Assert.Equal([5, 6, 7], set.Part(5, 3).Labels);
    }

    /// <summary>A folder's images stand class by class: half of them must not be half of the classes.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    public void All_images_come_in_a_drawn_order_too(int asked)
    {
        var set = new ImageSet("set", "train", 1, 1, new byte[1000], [.. Enumerable.Range(0, 1000).Select(i => i / 100)], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        var drawn = set.Sample(asked, "halves");
        Assert.Equal(set.Labels, drawn.Labels.Order());
        foreach (var half in new[] { drawn.Part(0, 500), drawn.Part(500, 500) })
        {
            Assert.All(half.Labels.GroupBy(label => label), ofClass => Assert.InRange(ofClass.Count(), 30, 70));
            Assert.Equal(10, half.Labels.Distinct().Count());
        }
    }

    [Fact]
    public void Images_in_both_splits_are_counted_and_told()
    {
        var (train, test) = (Set([1, 2, 3, 4], [0, 1]), Set([3, 4, 1, 3, 3, 4], [0, 1, 1]));
        Assert.Equal("set: 2 of 3 test images are training images too, byte for byte: neighbours and probe look better than they are", new DataSource(train, test).Repetition);
        Assert.Null(new DataSource(train, Set([2, 1], [0])).Repetition);
    }

    [Fact]
    public void What_would_fit_into_memory_is_said() => Assert.Equal(
        "set: 50000 images of 3x128x128 are 2457600000 bytes; expected at most 2147483591, as images are kept in memory. "
        + "At this size 43690 images fit; all 50000 fit at 119x119 or less. Use fewer images, or a variant of smaller ones.",
        Assert.Throws<DataSourceException>(() => PixelBuffer.Allocate("set", 50_000, 3, 128)).Message);

    [Fact]
    public void Reduction_averages_squares_of_each_colour()
    {
        var set = new ImageSet("set", "train", 2, 2, [10, 20, 30, 41, 0, 0, 0, 255], [0], ["a"]);
        var small = set.Reduced(1);
        Assert.Equal([25, 64], small.Image(0).ToArray());
        Assert.Same(set, set.Reduced(2));
    }

    private static ImageSet Set(byte[] pixels, int[] labels) => new("set", "train", 1, 2, pixels, labels, ["a", "b"]);
}
