using BigBiGan.Training.Data;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public sealed class FolderSourceTests : IDisposable
{
    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_tenth_image_of_a_class_is_held_out_in_ordinal_order()
    {
        for (var i = 0; i < 20; i++)
        {
            folder.Picture($"b/{i:00}.png", Grey(i));
            folder.Picture($"A/{i:00}.png", Grey(100 + i));
        }

        var data = DataSource.Load(folder.Path, 8, 1);
        Assert.Equal(["A", "b"], data.Train.ClassNames);
        Assert.Equal([109, 119, 9, 19], FirstPixels(data.Test));
        Assert.Equal([0, 0, 1, 1], data.Test.Labels);
        Assert.Equal(36, data.Train.Count);
        Assert.Empty(FirstPixels(data.Train).Intersect(FirstPixels(data.Test)));
    }

    [Fact]
    public void A_small_class_gives_its_last_image_to_the_test()
    {
        folder.Picture("a/1.png", Grey(1));
        folder.Picture("a/2.png", Grey(2));
        folder.Picture("a/3.png", Grey(3));
        var data = DataSource.Load(folder.Path, 8, 1);
        Assert.Equal([1, 2], FirstPixels(data.Train));
        Assert.Equal([3], FirstPixels(data.Test));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    public void Train_and_test_folders_are_the_splits(string test)
    {
        folder.Picture("train/a/1.png", Grey(1));
        folder.Picture($"{test}/a/1.png", Grey(2));
        var data = DataSource.Load(folder.Path, 8, 1);
        Assert.Equal([1], FirstPixels(data.Train));
        Assert.Equal([2], FirstPixels(data.Test));
    }

    [Fact]
    public void The_central_square_is_read_in_colour()
    {
        folder.Picture("a/1.png", 20, 8, (x, _) => x is >= 6 and < 14 ? new SKColor(200, 100, 50) : SKColors.White);
        folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(folder.Path, 8, 3).Train.Image(0).ToArray();
        Assert.Equal([.. Enumerable.Repeat((byte)200, 64), .. Enumerable.Repeat((byte)100, 64), .. Enumerable.Repeat((byte)50, 64)], image);
    }

    [Fact]
    public void Colour_becomes_grey_by_luma_and_transparent_is_black()
    {
        folder.Picture("a/1.png", new SKColor(200, 100, 50));
        folder.Picture("a/2.png", SKColors.White.WithAlpha(0));
        folder.Picture("a/3.png", Grey(0));
        var data = DataSource.Load(folder.Path, 8, 1);
        Assert.Equal([(byte)Math.Round((0.299 * 200) + (0.587 * 100) + (0.114 * 50)), 0], FirstPixels(data.Train));
    }

    [Fact]
    public void A_jpeg_is_turned_as_its_camera_says()
    {
        // Stored with the bright half left; orientation 6 asks for a quarter turn to the right: bright above.
        var jpeg = PictureFolder.Encode(16, 16, (x, _) => Grey(x < 8 ? 250 : 5), SKEncodedImageFormat.Jpeg);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        folder.Write("a/1.jpg", [.. jpeg[..2], .. exif, .. jpeg[2..]]);
        folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(folder.Path, 16, 1).Train.Image(0);
        Assert.True(image[(2 * 16) + 13] > 200 && image[(13 * 16) + 2] < 50, $"upper right {image[(2 * 16) + 13]}, lower left {image[(13 * 16) + 2]}");
    }

    [Fact]
    public void A_large_jpeg_keeps_its_brightness()
    {
        folder.Picture("a/1.jpeg", new SKColor(60, 120, 180), 1000, 700);
        folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(folder.Path, 16, 3).Train.Image(0);
        Assert.InRange(image[0], 57, 63);
        Assert.InRange(image[256], 117, 123);
        Assert.InRange(image[512], 177, 183);
    }

    [Fact]
    public void Broken_images_are_named_and_skipped()
    {
        for (var i = 0; i < 40; i++)
        {
            folder.Picture($"a/{i:00}.png", Grey(i));
        }

        var whole = PictureFolder.Encode(64, 64, (x, y) => Grey(x * y), SKEncodedImageFormat.Jpeg);
        var truncated = folder.Write("a/00a.jpg", whole[..(whole.Length / 2)]);
        var garbage = folder.Write("a/00b.png", [1, 2, 3]);
        var warnings = new List<string>();
        var data = DataSource.Load(folder.Path, 8, 1, warnings.Add);
        Assert.Equal(40, data.Train.Count + data.Test.Count);
        Assert.Equal([$"{truncated}: skipped, as it cannot be read: IncompleteInput", $"{garbage}: skipped, as it cannot be read: Unimplemented"], warnings);
    }

    [Fact]
    public void More_than_one_broken_in_twenty_stops()
    {
        for (var i = 0; i < 18; i++)
        {
            folder.Picture($"a/{i:00}.png", Grey(i));
        }

        var first = folder.Write("a/x.png", []);
        Check($"{folder.Path}: 1 of 19 images cannot be read, expected at most 5 %; the first is {first}: ");
    }

    [Fact]
    public void A_class_without_readable_images_stops()
    {
        for (var i = 0; i < 60; i++)
        {
            folder.Picture($"a/{i:00}.png", Grey(i));
        }

        folder.Picture("b/1.png", Grey(1));
        folder.Write("b/2.png", [7]);
        Check($"{Path.GetFileName(folder.Path)}: class `b` has no readable image in the test split; the first is {folder.Path}/b/2.png: ");
    }

    [Fact]
    public void An_empty_folder_is_refused() => Check($"{folder.Path}: expected {folder.Path}/CLASS/*.png, .jpg or .jpeg; found neither class folders nor images.");

    [Fact]
    public void Images_without_class_folders_are_refused()
    {
        folder.Picture("1.png", Grey(1));
        Check($"{folder.Path}: expected {folder.Path}/CLASS/*.png, .jpg or .jpeg; found 1 images and no class folders.");
    }

    [Fact]
    public void A_class_folder_without_images_is_refused()
    {
        folder.Picture("a/1.png", Grey(1));
        folder.Write("b/notes.txt", []);
        Check($"{folder.Path}/b: expected .png, .jpg or .jpeg files in this class folder; found none.");
    }

    [Fact]
    public void A_class_of_one_image_is_refused_where_one_must_be_held_out()
    {
        folder.Picture("a/1.png", Grey(1));
        Check($"{folder.Path}/a/1.png: the only image of class `a`; expected at least 2");
    }

    [Fact]
    public void Splits_with_different_classes_are_refused()
    {
        folder.Picture("train/a/1.png", Grey(1));
        folder.Picture("train/b/1.png", Grey(1));
        folder.Picture("test/a/1.png", Grey(1));
        Check($"{folder.Path}: class `b` is in {folder.Path}/train and not in {folder.Path}/test; expected the same classes in both.");
    }

    [Fact]
    public void A_name_that_is_no_folder_is_refused() => Assert.Equal(
        "fashoin: no such folder; expected `fashion-mini`, `fashion` or a folder with a folder of images per class.",
        Assert.Throws<DataSourceException>(() => DataSource.Load("fashoin", 8, 1)).Message);

    private static SKColor Grey(int value) => new((byte)value, (byte)value, (byte)value);

    private static int[] FirstPixels(ImageSet set) => [.. Enumerable.Range(0, set.Count).Select(i => (int)set.Image(i)[0])];

    private void Check(string start) =>
        Assert.StartsWith(start, Assert.Throws<DataSourceException>(() => DataSource.Load(folder.Path, 8, 1)).Message);
}
