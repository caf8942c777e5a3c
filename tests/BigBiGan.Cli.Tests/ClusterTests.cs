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
        Assert.StartsWith("# labels of ", lines[0]);
        Assert.Contains(", 4 classes: k-means over the features of small/fashion, step ", lines[0]);
        Assert.Equal(images, lines.Length - 1);
        Assert.Equal(["0", "1", "2", "3"], lines[1..].Distinct().Order());

        Bigbigan.Run("cluster", FinishedRun.Folder, "--k", "4", "--out", second).Succeeds();
        Assert.Equal(lines, File.ReadAllLines(second));
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
