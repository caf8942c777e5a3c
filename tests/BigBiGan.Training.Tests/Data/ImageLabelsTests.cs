using BigBiGan.Dsl;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Labels;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public sealed class ImageLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImageSet _images = TinyModel.Images().Train;

    [Fact]
    public void A_variant_without_labels_has_none() => Assert.Null(ImageLabels.Of(null, _images, 0, null));

    [Fact]
    public void The_data_set_s_own_classes_are_labels() =>
        Assert.Equal(_images.Labels, ImageLabels.Of(new LabelFacts(2, LabelSource.Data), _images, 0, null)!.Values);

    [Fact]
    public void Random_labels_keep_to_their_image_and_seed()
    {
        var facts = new LabelFacts(5, LabelSource.Random);
        var labels = ImageLabels.Of(facts, _images, 1, null)!;
        Assert.Equal(labels.Identity, ImageLabels.Of(facts, _images, 1, null)!.Identity);
        Assert.NotEqual(labels.Identity, ImageLabels.Of(facts, _images, 2, null)!.Identity);
        Assert.All(labels.Values, label => Assert.InRange(label, 0, 4));
        Assert.True(labels.Values.Distinct().Count() > 2);
    }

    [Fact]
    public void A_file_comes_back_as_it_was_written()
    {
        var written = new LabelsFile(_images.Identity, 3, "by hand", [.. Enumerable.Range(0, _images.Count).Select(i => i % 3)]);
        written.Write(_folder["labels.txt"]);
        Assert.Equal(written.Labels, ImageLabels.Of(new LabelFacts(3, LabelSource.File), _images, 0, _folder["labels.txt"])!.Values);
        Assert.Equal("by hand", LabelsFile.Read(_folder["labels.txt"]).Origin);
        Assert.Equal("# bigbigan labels, format 1", File.ReadLines(_folder["labels.txt"]).First());
    }

    [Theory]
    [InlineData("", "is not a file of labels")]
    [InlineData("1\n2\n", "is not a file of labels")]
    [InlineData("# labels of DATA, 3 classes: x\n0\n", "are of a format without a version, which is read no more; make them again with `bigbigan cluster`")]
    [InlineData("# bigbigan labels, format 2\n# labels of DATA, 3 classes: x\n0\n", "(1): the format is 2, of a newer bigbigan; expected 1")]
    [InlineData("# bigbigan labels, format 0\n# labels of DATA, 3 classes: x\n0\n", "(1): the format is `0`; expected 1")]
    [InlineData("# bigbigan labels, format one\n0\n", "(1): the format is `one`; expected 1")]
    [InlineData("# bigbigan labels, format 1\n", "(2): the labels do not say what they are of")]
    [InlineData("# bigbigan labels, format 1\n0\n", "(2): the labels do not say what they are of")]
    [InlineData("HEAD# labels of DATA, 3 classes: x\n0\n3\n", "(4): `3` is no label; expected an integer from 0 to 2")]
    [InlineData("HEAD# labels of DATA, 3 classes: x\nbanana\n", "(3): `banana` is no label")]
    [InlineData("HEAD# labels of DATA, 3 classes: x\n0\n1\n", "labels 2 other images; expected labels of the 20 training images")]
    [InlineData("HEAD# labels of 1234, 3 classes: x\n0\n", "labels 1 other images")]
    public void What_is_wrong_with_a_file_is_said(string text, string expected)
    {
        File.WriteAllText(_folder["labels.txt"], text.Replace("HEAD", "# bigbigan labels, format 1\n", StringComparison.Ordinal).Replace("DATA", _images.Identity, StringComparison.Ordinal));
        Assert.Contains(expected, Problem(new LabelFacts(3, LabelSource.File), _folder["labels.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_the_variant_is_said()
    {
        new LabelsFile(_images.Identity, 4, "by hand", new int[_images.Count]).Write(_folder["labels.txt"]);
        Assert.Contains("has 4 classes; the variant's `labels.classes` is 3", Problem(new LabelFacts(3, LabelSource.File), _folder["labels.txt"]), StringComparison.Ordinal);
        Assert.Contains("give --labels FILE", Problem(new LabelFacts(3, LabelSource.File), null), StringComparison.Ordinal);
        Assert.Contains("leave --labels out", Problem(null, "x.txt"), StringComparison.Ordinal);
        Assert.Contains("noise has 2 classes; the variant's `labels.classes` is 3", Problem(new LabelFacts(3, LabelSource.Data), null), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Problem(new LabelFacts(3, LabelSource.File), _folder["none.txt"]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Problem(LabelFacts? facts, string? file) => Assert.Throws<DataSourceException>(() => ImageLabels.Of(facts, _images, 0, file)).Message;
}
