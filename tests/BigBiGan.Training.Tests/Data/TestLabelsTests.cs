using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>ImageNet's validation pictures lie in one folder, and their classes in a file.</summary>
public sealed class TestLabelsTests : IDisposable
{
    private const string Kaggle = "ImageId,PredictionString\nILSVRC2012_val_00000002,n02 85 1 499 272 n02 1 2 3 4\nILSVRC2012_val_00000001,n01 1 2 3 4\nILSVRC2012_val_00000003,n02 1 2 3 4\n";
    private const string Caffe = "ILSVRC2012_val_00000001.JPEG 0\nILSVRC2012_val_00000002.JPEG 1\nILSVRC2012_val_00000003.JPEG 1\n";
    private const string Named = "ILSVRC2012_val_00000001.JPEG n01\nILSVRC2012_val_00000002.JPEG\tn02\nILSVRC2012_val_00000003.JPEG n02\n";

    /// <summary>Of the kit below, in which n02 is 1 and n01 is 2.</summary>
    private const string Kit = "2\n1\n1\n";

    /// <summary>
    /// An array of four structs as the kit has it, written by SciPy: <c>savemat("meta.mat", {"synsets": rows}, do_compression=True)</c>, whose rows are
    /// 1 n02, 2 n01, 3 n03 and 4 n10.
    /// </summary>
    private const string Meta = "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IEZyaSBOb3YgMjcgMTM6MzU6MjEgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAAOgEAAHic42NgYCjgYGBgA9JAioGJAQJYoXwWIGaEYnYgLq7MK04tKQbKszAIQsU7gNjTJzgsyNnIwNAo3tMFZEC4H4SGg/L8opRiZIH0nPxiFIG80tz45IzMnJSi1DywAAoHZkZeakl8RmpmekYJVEtJUWJmXnxmbmJ6ajEDH1DQggHhHz40/zAiYRDgQRJngKo3QNLPgkU/M5J6ASAvz8CILH3JiSUY7sWmjwVFH0QuUUfh8BKoe8nxLwygu5sNTT8MwPRzIumj1F5y9IuwUqYflr7Ji2dDsvSl5KcTpY8RRR8jQxIF/oSBkRa/zDj8TVz8GpOlL788h6z4TabAnzAw0uIXFq5kxa+hAVHlLRuKPgg/MQ9YweQQZy96PKdQ4F/k9OxBQD8zmn4JJD6s3EM2j9J6kpL0AwDZ8T8V";

    private readonly PictureFolder _folder = new();

    public TestLabelsTests()
    {
        for (var i = 0; i < 12; i++)
        {
            _folder.Picture($"set/train/n0{1 + (i % 2)}/{i:00}.png", new SKColor((byte)(10 * i), 0, 0));
        }

        for (var i = 1; i <= 3; i++)
        {
            _folder.Picture($"set/val/ILSVRC2012_val_{i:00000000}.JPEG", new SKColor(0, (byte)(80 * i), 0));
        }

        _folder.Write("meta.mat", Convert.FromBase64String(Meta));
    }

    private string Set => Path.Combine(_folder.Path, "set");

    [Theory]
    [InlineData(Kaggle)]
    [InlineData(Caffe)]
    [InlineData(Named)]
    [InlineData(Kit)]
    public void Each_of_the_files_that_people_have_labels_the_test_pictures(string text)
    {
        var data = Load(text);

        Assert.Equal((12, 3), (data.Train.Count, data.Test.Count));
        Assert.Equal(["n01", "n02"], data.Test.ClassNames);
        Assert.Equal([0, 1, 1], data.Test.Labels);
        Assert.Equal(["1", "2", "3"], data.Test.Files!.Select(file => Path.GetFileNameWithoutExtension(file)[^1..]));
    }

    [Fact]
    public void Archives_of_the_two_splits_are_labelled_as_folders_are()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "tars"));
        System.Formats.Tar.TarFile.CreateFromDirectory(Path.Combine(Set, "train"), Path.Combine(_folder.Path, "tars/set_train.tar"), includeBaseDirectory: false);
        System.Formats.Tar.TarFile.CreateFromDirectory(Path.Combine(Set, "val"), Path.Combine(_folder.Path, "tars/set_val.tar"), includeBaseDirectory: false);
        var tars = Path.Combine(_folder.Path, "tars");

        foreach (var text in new[] { Kaggle, Caffe, Kit })
        {
            var found = DataSource.Load(tars, 8, 3, options: new SourceOptions(TestLabels: Labels(text)));
            Assert.Equal([0, 1, 1], found.Test.Labels);
            Assert.Equal(12, found.Train.Count);
            Assert.Equal(Load(text).Test.Identity, found.Test.Identity);
        }

        Assert.Matches("has no class, and others have one", Assert.Throws<DataSourceException>(() => DataSource.Load(tars, 8, 3)).Message);
    }

    [Theory]
    [InlineData("", "labels: empty; expected a label for each test picture.")]
    [InlineData("a b c d\n", "labels(1): found `a b c d`; expected the name of a picture and its class.")]
    [InlineData("ILSVRC2012_val_00000001.JPEG 0\n", "labels: no label for ILSVRC2012_val_00000002.JPEG; expected one of the 1 that it has. Give the file that goes with the pictures.")]
    [InlineData("ILSVRC2012_val_00000001.JPEG n07\n", "labels: ILSVRC2012_val_00000001.JPEG is of `n07`; expected one of the 2 classes that are trained on. Give the pictures of all classes to train on.")]
    [InlineData("2\n1\n9\n", "labels(3): found `9`; expected the number of a class in meta.mat.")]
    [InlineData("other.jpg 0\n", "labels: these labels fit no folder in SET; expected train/ with class folders, and beside it val/ with pictures that the file names. Give that folder, or leave out --test-labels.")]
    public void Labels_that_do_not_fit_are_refused(string text, string message)
    {
        var problem = Assert.Throws<DataSourceException>(() => Load(text));
        Assert.Equal(message.Replace("labels:", $"{Labels(text)}:", StringComparison.Ordinal).Replace("labels(", $"{Labels(text)}(", StringComparison.Ordinal).Replace("SET", Set, StringComparison.Ordinal), problem.Message);
    }

    [Fact]
    public void The_kits_numbers_need_the_table_beside_them()
    {
        var meta = _folder.Write("meta.mat", Convert.FromBase64String(Meta)[..300]);
        Assert.Matches($"^{meta}: damaged, or not the development kit's: ", Assert.Throws<DataSourceException>(() => Load(Kit)).Message);
        File.Delete(meta);
        Assert.EndsWith(
            "expected its meta.mat beside the file, which says what they stand for. "
            + "Unpack both into one folder, or give Caffe's val.txt or Kaggle's LOC_val_solution.csv.",
            Assert.Throws<DataSourceException>(() => Load(Kit)).Message);
    }

    [Fact]
    public void Classes_have_the_names_of_the_mapping_and_the_identity_of_the_folders()
    {
        var plain = Load(Caffe);
        _folder.Write("LOC_synset_mapping.txt", [.. "n01 tench, Tinca tinca\nn02 goldfish\nn03 shark\n"u8]);

        var titled = Load(Caffe);

        Assert.Equal(["tench (n01)", "goldfish (n02)"], titled.Train.ClassTitles);
        Assert.Equal(["tench (n01)", "goldfish (n02)"], titled.Test.Sample(2, "some").Reduced(4).ClassTitles);
        Assert.Equal(["n01", "n02"], titled.Train.ClassNames);
        Assert.Equal(plain.Identity, titled.Identity);
    }

    public void Dispose() => _folder.Dispose();

    private DataSource Load(string labels) => DataSource.Load(Set, 8, 3, options: new SourceOptions(TestLabels: Labels(labels)));

    private string Labels(string text) => _folder.Write("labels", System.Text.Encoding.UTF8.GetBytes(text));
}
