using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public class FashionMnistTests
{
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    [Fact]
    public void The_embedded_cut_has_200_and_50_images_of_each_class()
    {
        var data = DataSource.Load("fashion-mini", 32, 1);
        Assert.Equal(Enumerable.Repeat(200, 10), data.Train.Labels.GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.Equal(Enumerable.Repeat(50, 10), data.Test.Labels.GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.Equal("ankle boot", data.Train.ClassNames[9]);
    }

    [Fact]
    public void Images_of_28_px_get_a_black_frame_of_2()
    {
        var narrow = DataSource.Load("fashion-mini", 28, 1).Test;
        var framed = DataSource.Load("fashion-mini", 32, 1).Test;
        for (var y = 0; y < 32; y++)
        {
            for (var x = 0; x < 32; x++)
            {
                var inside = x is >= 2 and < 30 && y is >= 2 and < 30;
                Assert.Equal(inside ? narrow.Image(7)[((y - 2) * 28) + x - 2] : 0, framed.Image(7)[(y * 32) + x]);
            }
        }
    }

    [Fact]
    public void Grey_becomes_three_equal_colours()
    {
        var grey = DataSource.Load("fashion-mini", 32, 1).Test.Image(3).ToArray();
        var colour = DataSource.Load("fashion-mini", 32, 3).Test.Image(3).ToArray();
        Assert.Equal([.. grey, .. grey, .. grey], colour);
    }

    [Fact]
    public void Other_sizes_are_resampled_to_about_the_same_brightness()
    {
        var small = DataSource.Load("fashion-mini", 28, 1).Test;
        var large = DataSource.Load("fashion-mini", 64, 1).Test;
        Assert.Equal(64, large.Size);
        Assert.Equal(Mean(small.Image(0)), Mean(large.Image(0)), tolerance: 1.0);

        static double Mean(ReadOnlySpan<byte> pixels) => pixels.ToArray().Average(p => (double)p);
    }

    [Fact]
    public void Without_the_files_the_message_says_how_to_get_them()
    {
        var problem = Assert.Throws<DataSourceException>(() => FashionMnist.Whole(["nowhere", "no/where"], new PictureShape(32, 1)));
        Assert.Equal(
            "fashion: no Fashion-MNIST in nowhere, no/where; run `apt-get install dataset-fashion-mnist`, or put train-images-idx3-ubyte, train-labels-idx1-ubyte, "
            + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (plain or .gz) into a folder `fashion` and set BIGBIGAN_DATA to the folder above it.",
            problem.Message);
    }

    [FactWhereInstalled]
    public void The_cut_is_the_first_of_each_class_of_the_whole()
    {
        var mini = DataSource.Load("fashion-mini", 28, 1);
        var whole = FashionMnist.Whole([DebianFolder], new PictureShape(28, 1));
        Assert.Equal((60_000, 10_000), (whole.Train.Count, whole.Test.Count));
        Assert.Equal(FirstOfEach(whole.Train, 200), mini.Train.Identity);
        Assert.Equal(FirstOfEach(whole.Test, 50), mini.Test.Identity);

        static string FirstOfEach(ImageSet set, int count)
        {
            var seen = new int[10];
            int[] first = [.. Enumerable.Range(0, set.Count).Where(i => seen[set.Labels[i]]++ < count)];
            return new ImageSet("cut", set.Split, set.Size, set.Colours, [.. first.SelectMany(i => set.Image(i).ToArray())], [.. first.Select(i => set.Labels[i])], set.ClassNames).Identity;
        }
    }

    [Fact]
    public void A_folder_of_four_IDX_files_is_a_source()
    {
        using var folder = new PictureFolder();
        foreach (var name in IdxSet.FileNames)
        {
            folder.Write(name, name.Contains("images", StringComparison.Ordinal)
                ? [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 10, 20]
                : [0, 0, 8, 1, 0, 0, 0, 2, 0, 2]);
        }

        var data = DataSource.Load(folder.Path, 1, 1);
        Assert.Equal(["0", "1", "2"], data.Train.ClassNames);
        Assert.Equal([20], data.Test.Image(1).ToArray());
    }

    private sealed class FactWhereInstalledAttribute : FactAttribute
    {
        public FactWhereInstalledAttribute() => Skip = Directory.Exists(DebianFolder) ? null : "needs the package dataset-fashion-mnist";
    }
}
