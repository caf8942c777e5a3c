using BigBiGan.Training.Data;

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
        Assert.Same(set, set.Sample(100, "test"));
        Assert.Equal([5, 6, 7], set.Part(5, 3).Labels);
    }

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
