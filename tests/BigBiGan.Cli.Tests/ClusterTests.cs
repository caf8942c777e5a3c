using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class ClusterTests
{
    [Fact]
    public void Clusters_of_a_run_label_every_training_image_the_same_way_twice()
    {
        var (first, second) = (Workplace.New("labels") + ".txt", Workplace.New("labels") + ".txt");
        var answer = Bigbigan.Run("cluster", FinishedRun.Folder, "--k", "4", "--out", first, "--json").Succeeds().Json();
        var lines = File.ReadAllLines(first);

        var images = answer.GetProperty("images").GetInt32();
        Assert.InRange(answer.GetProperty("purity").GetDouble(), 0.1, 1);
        Assert.InRange(answer.GetProperty("normalisedMutualInformation").GetDouble(), 0, 1);
        Assert.Equal("# bigbigan labels, format 1", lines[0]);
        Assert.StartsWith("# labels of ", lines[1]);
        Assert.Contains(", 4 classes: k-means over the features of small/fashion, step ", lines[1]);
        Assert.Equal(images, lines.Length - 2);
        Assert.Equal(["0", "1", "2", "3"], lines[2..].Distinct().Order());

        var told = Bigbigan.Run("cluster", FinishedRun.Folder, "--k", "4", "--out", second).Succeeds().OutLines;
        Assert.Matches("^against the 2 classes of shapes-[0-9]+: purity [01][.][0-9]{3}, normalised mutual information [01][.][0-9]{3}$", told[1]);
        Assert.Equal(lines, File.ReadAllLines(second));
    }

    [Fact]
    public void A_plain_GAN_over_clusters_draws_a_row_per_class_and_embeds_by_D()
    {
        var (labels, run, picture, file) = (Workplace.New("labels") + ".txt", Workplace.New("clustering"), Workplace.New("classes") + ".png", Workplace.New("features") + ".safetensors");
        Bigbigan.Run("cluster", FinishedRun.Folder, "--k", "10", "--out", labels).Succeeds();
        Bigbigan.Run("train", "small/clustering", "--labels", labels, "--data", Pictures.TwoClasses, "--batch", "8", "--threads", "1", "--steps", "2", "--run", run).Succeeds();
        // ten rows of eight
        var ofTraining = Pictures.SizeOf(Path.Combine(run, "samples.png"));
        Assert.InRange(ofTraining.Height, 10 * 96, 11 * 100);

        Bigbigan.Run("sample", run, "--count", "3", "--out", picture).Succeeds();
        var size = Pictures.SizeOf(picture);
        Assert.Equal(ofTraining.Height, size.Height);

        // one class of them, and classes spread over the rows of a grid
        var one = Workplace.New("one") + ".npz";
        Bigbigan.Run("sample", run, "--class", "3", "--count", "4", "--format", "npz", "--out", one).Succeeds();
        using (var classes = new Npz(one))
        {
            Assert.Equal([3L, 3, 3, 3], classes.Values<long>("arr_1").ToArray());
        }

        Assert.Equal("--class is 'shoes'; expected a number from 0 to 9", Bigbigan.Run("sample", run, "--class", "shoes", "--out", picture).Refusal());
        Bigbigan.Run("sample", run, "--grid", "2x3", "--out", picture).Succeeds();
        Assert.InRange(Pictures.SizeOf(picture).Height, 2 * 96, 3 * 96);
        Bigbigan.Run("sample", run, "--count", "3", "--out", picture).Succeeds();
        Assert.Equal(
            "--count is 65; expected at most 64 for small/clustering, which has labels: it is the number of samples per class, in one row",
            Bigbigan.Run("sample", run, "--count", "65", "--out", picture).Refusal());

        var (arrays, latents, again) = (Workplace.New("samples") + ".npz", Workplace.New("latents") + ".npz", Workplace.New("again") + ".npz");
        Bigbigan.Run("sample", run, "--format", "npz", "--count", "9", "--out", arrays, "--save-latents", latents).Succeeds();
        Bigbigan.Run("sample", run, "--format", "npz", "--latents", latents, "--out", again).Succeeds();
        using (var drawn = new Npz(arrays))
        using (var from = new Npz(latents))
        using (var same = new Npz(again))
        {
            Assert.Equal(drawn.Values<long>("arr_1"), from.Values<long>("labels"));
            Assert.True(drawn.Values<long>("arr_1").Distinct().Count() > 1);
            Assert.Equal(drawn.Values<byte>("arr_0"), same.Values<byte>("arr_0"));
            Assert.Equal(drawn.Values<long>("arr_1"), same.Values<long>("arr_1"));
        }

        Bigbigan.Run("embed", run, "--out", file).Succeeds();
        var stored = new SafeTensors(File.ReadAllBytes(file));
        Assert.Equal(36, stored.Shape("train.features")[0]);
        Assert.Equal(4, stored.Shape("test.features")[0]);
        Assert.False(stored.Header.TryGetProperty("train.latents", out _));
        Assert.All(stored.Values<float>("train.features").ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.NotEqual(stored.Values<float>("train.features")[..8].ToArray(), stored.Values<float>("test.features")[..8].ToArray());
    }

    [Fact]
    public void More_clusters_than_images_are_refused()
    {
        Assert.Contains("expected no more clusters than images", Bigbigan.Run("cluster", FinishedRun.Folder, "--k", "200000", "--out", Workplace.New("labels") + ".txt").Refusal());
    }

    [Fact]
    public void A_variant_without_labels_takes_no_file_of_them()
    {
        Assert.Contains("the variant has no labels; leave --labels out", Bigbigan.Run("train", "fashion", "--steps", "1", "--run", Workplace.New("run"), "--labels", "x.txt").Refusal());
    }
}
