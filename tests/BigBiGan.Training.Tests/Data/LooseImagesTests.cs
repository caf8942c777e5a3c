using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public sealed class LooseImagesTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_pictures_alone_is_read_by_name_without_classes()
    {
        _folder.Picture("b.png", new SKColor(7, 7, 7));
        _folder.Picture("a.png", new SKColor(5, 5, 5));
        _folder.Write("notes.txt", []);
        Assert.True(LooseImages.AreAt(_folder.Path));
        var images = LooseImages.Load(_folder.Path, 8, 1);
        Assert.Equal([5, 7], [images.Image(0)[0], images.Image(1)[0]]);
        Assert.Equal([_folder.File("a.png"), _folder.File("b.png")], images.Files!);
        Assert.Empty(images.ClassNames);
        Assert.Equal("images", images.Split);
    }

    [Fact]
    public void One_picture_is_read_alone()
    {
        _folder.Picture("b.png", new SKColor(7, 7, 7));
        _folder.Picture("a.png", new SKColor(5, 5, 5));
        var images = LooseImages.Load(_folder.File("b.png"), 8, 1);
        Assert.Equal([_folder.File("b.png")], images.Files!);
        Assert.Equal(7, images.Image(0)[0]);
        _folder.Write("c.png", [1, 2, 3]);
        Assert.StartsWith($"{_folder.File("c.png")}: ", Assert.Throws<DataSourceException>(() => LooseImages.Load(_folder.File("c.png"), 8, 1)).Message);
    }

    [Fact]
    public void A_picture_becomes_smaller_as_the_variant_has_it()
    {
        _folder.Picture("a.png", 64, 64, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black);
        var smooth = LooseImages.Load(_folder.File("a.png"), 16, 1).Image(0);
        var aliased = LooseImages.Load(_folder.File("a.png"), 16, 1, options: new SourceOptions { Antialias = false }).Image(0);
        Assert.NotEqual(smooth, aliased);
    }

    [Fact]
    public void Folders_of_classes_and_names_of_data_are_not_loose()
    {
        _folder.Picture("class/a.png", new SKColor(5, 5, 5));
        Assert.False(LooseImages.AreAt(_folder.Path));
        Assert.False(LooseImages.AreAt("fashion-mini"));
    }

    [Fact]
    public void Files_stay_with_their_images()
    {
        for (var i = 0; i < 6; i++)
        {
            _folder.Picture($"x/{i}.png", new SKColor((byte)i, (byte)i, (byte)i));
        }

        var images = LooseImages.Load(Path.Combine(_folder.Path, "x"), 8, 1);
        foreach (var part in new[] { images.Sample(3, "test"), images.Part(2, 3), images.Reduced(4) })
        {
            Assert.Equal(Enumerable.Range(0, part.Count).Select(i => _folder.File($"x/{part.Image(i)[0]}.png")), part.Files!);
        }
    }
}
