using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public sealed class ReaderTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_one_sentence_about_all_readers()
    {
        Assert.StartsWith("fashion-mini (embedded), fashion (the whole Fashion-MNIST, where it is installed), a folder of ", ReaderTable.Help);
        Assert.EndsWith(", or a folder of class folders of PNG or JPEG", ReaderTable.Help);
    }

    [Fact]
    public void Grey_images_have_a_default_and_coloured_ones_have_none()
    {
        Assert.Equal("fashion-mini", ReaderTable.DefaultFor(1));
        Assert.Null(ReaderTable.DefaultFor(3));
    }

    [Fact]
    public void Names_need_no_folder()
    {
        Assert.True(ReaderTable.IsName("fashion-mini") && ReaderTable.IsName("fashion"));
        Assert.False(ReaderTable.IsName(_folder.Path));
    }

    [Fact]
    public void What_no_reader_accepts_is_refused_with_all_names()
    {
        var nowhere = Path.Combine(_folder.Path, "nowhere");
        Assert.Equal(
            $"{nowhere}: no such folder; expected `fashion-mini`, `fashion` or a folder with a folder of images per class.",
            Assert.Throws<DataSourceException>(() => DataSource.Load(nowhere, 32, 1)).Message);
        var archive = Path.Combine(_folder.Path, "images.zip");
        File.WriteAllText(archive, "PK");
        Assert.Equal(
            $"{archive}: a file; expected a folder with a folder of images per class. Unpack it, and give the folder.",
            Assert.Throws<DataSourceException>(() => DataSource.Load(archive, 32, 1)).Message);
    }
}
