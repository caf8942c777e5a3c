using System.Buffers.Binary;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public sealed class FolderSourceTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_tenth_image_of_a_class_is_held_out_in_ordinal_order()
    {
        for (var i = 0; i < 20; i++)
        {
            _folder.Picture($"b/{i:00}.png", Grey(i));
            _folder.Picture($"A/{i:00}.png", Grey(100 + i));
        }

        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal(["A", "b"], data.Train.ClassNames);
        Assert.Equal([109, 119, 9, 19], FirstPixels(data.Test));
        Assert.Equal([0, 0, 1, 1], data.Test.Labels);
        Assert.Equal(36, data.Train.Count);
        Assert.Empty(FirstPixels(data.Train).Intersect(FirstPixels(data.Test)));
    }

    [Fact]
    public void A_small_class_gives_its_last_image_to_the_test()
    {
        _folder.Picture("a/1.png", Grey(1));
        _folder.Picture("a/2.png", Grey(2));
        _folder.Picture("a/3.png", Grey(3));
        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal([1, 2], FirstPixels(data.Train));
        Assert.Equal([3], FirstPixels(data.Test));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("validation", "Training")]
    [InlineData("testing", "training")]
    [InlineData("Test", "Train")]
    [InlineData("test_set", "training_set")]
    [InlineData("val2017", "train2017")]
    [InlineData("seg_test/seg_test", "seg_train/seg_train")]
    [InlineData("dev", "train")]
    [InlineData("archive/test", "archive/train")]
    public void Train_and_test_folders_are_the_splits(string test, string train = "train")
    {
        _folder.Picture($"{train}/a/1.png", Grey(1));
        _folder.Picture($"{test}/a/1.png", Grey(2));
        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal([1], FirstPixels(data.Train));
        Assert.Equal([2], FirstPixels(data.Test));
        Assert.Equal(["a"], data.Train.ClassNames);
    }

    [Fact]
    public void A_line_says_which_folder_became_what()
    {
        _folder.Picture("training/a/1.png", Grey(1));
        _folder.Picture("training/b/1.png", Grey(3));
        _folder.Picture("Testing/a/1.png", Grey(2));
        _folder.Picture("Testing/b/1.png", Grey(4));
        CheckTold($"{_folder.Path}/training: 2 images in 2 classes; to test on: {_folder.Path}/Testing: 2 images in 2 classes");
    }

    [Fact]
    public void Flat_splits_are_one_class_whose_test_images_are_not_trained_on()
    {
        _folder.Picture("train/1.png", Grey(1));
        _folder.Picture("train/2.png", Grey(2));
        _folder.Picture("test/1.png", Grey(3));
        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal([1, 2], FirstPixels(data.Train));
        Assert.Equal([3], FirstPixels(data.Test));
        Assert.Equal(["images"], data.Train.ClassNames);
        CheckTold($"{_folder.Path}/train: 2 images without class folders, taken as one class; to test on: {_folder.Path}/test: 1 image without class folders, taken as one class");
    }

    /// <summary>As ImageNet is shipped: train, val, and a test without labels.</summary>
    [Theory]
    [InlineData("test/1.JPEG", "test")]
    [InlineData("test/images/1.JPEG", "test")]
    public void A_test_folder_without_labels_is_left_out(string unlabelled, string told)
    {
        foreach (var (name, grey) in new[] { ("train/a/1.png", 1), ("train/b/1.png", 2), ("val/a/1.png", 3), ("val/b/1.png", 4) })
        {
            _folder.Picture(name, Grey(grey));
        }

        _folder.Picture(unlabelled, Grey(9));
        Assert.Equal([3, 4], FirstPixels(DataSource.Load(_folder.Path, 8, 1).Test));
        Assert.Equal([$"{_folder.Path}: left out: {_folder.Path}/{told} (1 image without classes)"], Told().Warnings);
    }

    [Fact]
    public void Where_no_split_to_test_on_has_labels_images_are_held_out()
    {
        for (var i = 0; i < 10; i++)
        {
            _folder.Picture($"train/a/images/{i}.png", Grey(i));
            _folder.Picture($"train/b/images/{i}.png", Grey(20 + i));
        }

        _folder.Picture("val/images/1.png", Grey(9));
        Assert.Equal([9, 29], FirstPixels(DataSource.Load(_folder.Path, 8, 1).Test));
        CheckTold($"{_folder.Path}/train: 20 images in 2 classes; held out for the test: 2, every tenth of a class", $"{_folder.Path}: left out: {_folder.Path}/val (1 image without classes)");
    }

    [Fact]
    public void Of_two_folders_to_test_on_one_is_taken_and_the_other_told()
    {
        _folder.Picture("train/a/1.png", Grey(1));
        _folder.Picture("valid/a/1.png", Grey(2));
        _folder.Picture("test/a/1.png", Grey(3));
        Assert.Equal([3], FirstPixels(DataSource.Load(_folder.Path, 8, 1).Test));
        Assert.Equal([$"{_folder.Path}: left out: {_folder.Path}/valid (1 image)"], Told().Warnings);
    }

    [Fact]
    public void Whatever_lies_there_is_read_or_told()
    {
        _folder.Picture("a/1.png", Grey(1));
        _folder.Picture("a/deep/er/2.jpeg", Grey(2));
        _folder.Picture("a/3.JPG.jpe", Grey(3));
        _folder.Picture("b/1.png", Grey(5));
        _folder.Picture("b/2.png", Grey(6));
        _folder.Picture("loose.png", Grey(7));
        _folder.Write("b/x.tif", [1]);
        _folder.Write("b/y.tif", [1]);
        _folder.Write("notes/labels.txt", [1]);
        _folder.Write("__MACOSX/a/._1.png", [1]);
        _folder.Write(".cache/1.png", [1]);
        _folder.Write("Thumbs.db", [1]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "__MACOSX/b"));
        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal(["a", "b"], data.Train.ClassNames);
        Assert.Equal(5, data.Train.Count + data.Test.Count);
        Assert.Equal(
            [$"{_folder.Path}: left out: 1 image in {_folder.Path} beside the class folders; {_folder.Path}/notes (no images); 2 .tif (read are .png, .jpg, .jpeg, .webp, .bmp or .gif)"],
            Told().Warnings);
    }

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed_for_ever()
    {
        _folder.Picture("a/1.png", Grey(1));
        _folder.Picture("a/2.png", Grey(2));
        Directory.CreateSymbolicLink(_folder.File("a/up"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("b"), Path.Combine(_folder.Path, "a"));
        Assert.Equal(["a", "b"], DataSource.Load(_folder.Path, 8, 1).Train.ClassNames);
    }

    /// <summary>A class of vehicles, where nothing else says that it is a split.</summary>
    [Fact]
    public void A_class_may_be_called_train()
    {
        foreach (var name in new[] { "bus", "train" })
        {
            _folder.Picture($"{name}/1.png", Grey(1));
            _folder.Picture($"{name}/2.png", Grey(2));
        }

        Assert.Equal(["bus", "train"], DataSource.Load(_folder.Path, 8, 1).Train.ClassNames);
    }

    [Fact]
    public void A_folder_to_test_on_alone_is_refused()
    {
        _folder.Picture("test/a/1.png", Grey(1));
        _folder.Picture("trian/a/1.png", Grey(1));
        Check($"{_folder.Path}/test: a folder to test on, and none to train on beside it; expected {_folder.Path}/train");
    }

    [Fact]
    public void Two_folders_to_train_on_are_refused()
    {
        _folder.Picture("train/a/1.png", Grey(1));
        _folder.Picture("training/a/1.png", Grey(1));
        Check($"{_folder.Path}: expected one folder to train on; found train and training. ");
    }

    [Fact]
    public void Splits_below_the_classes_are_refused()
    {
        _folder.Picture("cat/train/1.png", Grey(1));
        _folder.Picture("cat/test/1.png", Grey(1));
        _folder.Picture("dog/train/1.png", Grey(1));
        Check($"{_folder.Path}/cat: the splits lie below the class (test, train); expected them above: {_folder.Path}/train/cat. ");
    }

    /// <summary>A dark ramp, with the chunks that ImageMagick writes: the bytes are those that are stored, as PIL gives them.</summary>
    [Theory]
    [InlineData("gAMA", new byte[] { 0, 0, 0xB1, 0x8F })]
    [InlineData("gAMA", new byte[] { 0, 1, 0x86, 0xA0 })]
    [InlineData("sRGB", new byte[] { 0 })]
    [InlineData("cHRM", new byte[] { 0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 0, 0xFA, 0, 0, 0, 0x80, 0xE8, 0, 0, 0x75, 0x30, 0, 0, 0xEA, 0x60, 0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70 })]
    public void Gamma_and_colour_chunks_change_no_byte(string kind, byte[] content)
    {
        var png = PictureFolder.Encode(16, 16, (x, y) => new SKColor((byte)(x * 4), (byte)(y * 5), (byte)(x + y)), SKEncodedImageFormat.Png);
        byte[] tagged = [.. png[..33], .. Chunk(kind, content), .. png[33..]]; // behind the signature and IHDR
        _folder.Write("a/1.png", png);
        _folder.Write("a/2.png", tagged);
        _folder.Write("a/3.png", tagged);
        var set = DataSource.Load(_folder.Path, 16, 3);
        Assert.Equal(set.Train.Image(0).ToArray(), set.Train.Image(1).ToArray());
        Assert.Equal([0, 4, 8, 12], set.Train.Image(1)[..4].ToArray());
        Assert.Equal($"{set.Name}: 1 of 1 test images are training images too, byte for byte: neighbours and probe look better than they are", Assert.Single(Told(16).Warnings));
    }

    [Fact]
    public void Why_a_file_cannot_be_read_is_said_in_words()
    {
        for (var i = 0; i < 200; i++)
        {
            _folder.Picture($"a/{i:000}.png", Grey(i));
        }

        var png = PictureFolder.Encode(64, 64, (x, y) => Grey(x * y), SKEncodedImageFormat.Png);
        _folder.Write("a/b.png", []);
        _folder.Write("a/c.png", [.. "  <!DOCTYPE html>"u8]);
        _folder.Write("a/d.png", [.. "version https://git-lfs.github.com/spec/v1"u8]);
        _folder.Write("a/e.png", png[..20]);
        _folder.Write("a/f.png", png[..(png.Length / 2)]);
        NamedPipe.Make(_folder.File("a/g.png"));
        File.CreateSymbolicLink(_folder.File("a/h.png"), "nowhere");
        File.CreateSymbolicLink(_folder.File("a/i.png"), "g.png");
        Assert.Equal(
            [
                "b.png: skipped, as it cannot be read: it is empty, or no regular file",
                "c.png: skipped, as it cannot be read: it is a web page or other markup",
                "d.png: skipped, as it cannot be read: it is a pointer of Git LFS; fetch the file with `git lfs pull`",
                "e.png: skipped, as it cannot be read: its header is damaged",
                "f.png: skipped, as it cannot be read: it is cut off",
                "g.png: skipped, as it cannot be read: it is empty, or no regular file",
                "h.png: skipped, as it cannot be read: it is a link to nothing",
                "i.png: skipped, as it cannot be read: it is empty, or no regular file",
            ],
            Told().Warnings.Select(line => Path.GetFileName(line.Split(": ")[0]) + line[line.IndexOf(": ", StringComparison.Ordinal)..]));
    }

    [Fact]
    public void Names_that_are_not_UTF_8_are_told()
    {
        for (var i = 0; i < 30; i++)
        {
            _folder.Picture($"a/{i:000}.png", Grey(i));
        }

        Shell($"cp '{_folder.Path}/a/001.png' $'{_folder.Path}/a/x\\xff\\xfe.png'");
        Assert.EndsWith(".png: skipped, as it cannot be read: its name is not UTF-8; rename it", Assert.Single(Told().Warnings));

        Shell($"mv '{_folder.Path}/a' $'{_folder.Path}/\\xff'");
        var problem = Assert.Throws<DataSourceException>(() => DataSource.Load(_folder.Path, 8, 1));
        Assert.EndsWith(": the folder's name is not UTF-8, so that it cannot be opened; rename it", problem.Message);
        Shell($"rm -r '{_folder.Path}/'*"); // .NET cannot

        static void Shell(string line)
        {
            using var shell = System.Diagnostics.Process.Start("bash", ["-c", line]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void The_central_square_is_read_in_colour()
    {
        _folder.Picture("a/1.png", 20, 8, (x, _) => x is >= 6 and < 14 ? new SKColor(200, 100, 50) : SKColors.White);
        _folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(_folder.Path, 8, 3).Train.Image(0).ToArray();
        Assert.Equal([.. Enumerable.Repeat((byte)200, 64), .. Enumerable.Repeat((byte)100, 64), .. Enumerable.Repeat((byte)50, 64)], image);
    }

    [Fact]
    public void Colour_becomes_grey_by_luma_and_transparent_is_black()
    {
        _folder.Picture("a/1.png", new SKColor(200, 100, 50));
        _folder.Picture("a/2.png", SKColors.White.WithAlpha(0));
        _folder.Picture("a/3.png", Grey(0));
        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal([(byte)Math.Round((0.299 * 200) + (0.587 * 100) + (0.114 * 50)), 0], FirstPixels(data.Train));
    }

    [Fact]
    public void A_jpeg_is_turned_as_its_camera_says()
    {
        // Stored with the bright half left; orientation 6 asks for a quarter turn to the right: bright above.
        var jpeg = PictureFolder.Encode(16, 16, (x, _) => Grey(x < 8 ? 250 : 5), SKEncodedImageFormat.Jpeg);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        _folder.Write("a/1.jpg", [.. jpeg[..2], .. exif, .. jpeg[2..]]);
        _folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(_folder.Path, 16, 1).Train.Image(0);
        Assert.True(image[(2 * 16) + 13] > 200 && image[(13 * 16) + 2] < 50, $"upper right {image[(2 * 16) + 13]}, lower left {image[(13 * 16) + 2]}");
    }

    [Fact]
    public void A_large_jpeg_keeps_its_brightness()
    {
        _folder.Picture("a/1.jpeg", new SKColor(60, 120, 180), 1000, 700);
        _folder.Picture("a/2.png", Grey(0));
        var image = DataSource.Load(_folder.Path, 16, 3).Train.Image(0);
        Assert.InRange(image[0], 57, 63);
        Assert.InRange(image[256], 117, 123);
        Assert.InRange(image[512], 177, 183);
    }

    [Fact]
    public void Broken_images_are_named_and_skipped()
    {
        for (var i = 0; i < 40; i++)
        {
            _folder.Picture($"a/{i:00}.png", Grey(i));
        }

        var whole = PictureFolder.Encode(64, 64, (x, y) => Grey(x * y), SKEncodedImageFormat.Jpeg);
        var truncated = _folder.Write("a/00a.jpg", whole[..(whole.Length / 2)]);
        var garbage = _folder.Write("a/00b.png", [1, 2, 3]);
        var warnings = new List<string>();
        var data = DataSource.Load(_folder.Path, 8, 1, warnings.Add);
        Assert.Equal(40, data.Train.Count + data.Test.Count);
        Assert.Equal([$"{truncated}: skipped, as it cannot be read: it is cut off", $"{garbage}: skipped, as it cannot be read: it is neither PNG nor JPEG; it begins with 010203"], warnings);
    }

    [Fact]
    public void More_than_one_broken_in_twenty_stops()
    {
        for (var i = 0; i < 18; i++)
        {
            _folder.Picture($"a/{i:00}.png", Grey(i));
        }

        var first = _folder.Write("a/x.png", []);
        Check($"{_folder.Path}: 1 of 19 images cannot be read, expected at most 5 %; the first is {first}: ");
    }

    [Fact]
    public void A_class_without_readable_images_stops()
    {
        for (var i = 0; i < 60; i++)
        {
            _folder.Picture($"a/{i:00}.png", Grey(i));
        }

        _folder.Picture("b/1.png", Grey(1));
        _folder.Write("b/2.png", [7]);
        Check($"{Path.GetFileName(_folder.Path)}: class `b` has no readable image in the test split; the first is {_folder.Path}/b/2.png: ");
    }

    [Fact]
    public void An_empty_folder_is_refused() => Check($"{_folder.Path}: expected images in folders of a class each ({_folder.Path}/CLASS/*.png); found an empty folder. ");

    [Fact]
    public void A_folder_without_images_says_what_it_has()
    {
        _folder.Write("a/1.tif", [1]);
        _folder.Write("a/2.tif", [1]);
        _folder.Write("readme", [1]);
        Check($"{_folder.Path}: expected images in folders of a class each ({_folder.Path}/CLASS/*.png); found 2 .tif, 1 without ending. ");
    }

    [Fact]
    public void A_file_is_refused()
    {
        var file = _folder.Write("images.zip", [1]);
        Assert.StartsWith($"{file}: a file; expected a folder", Assert.Throws<DataSourceException>(() => DataSource.Load(file, 8, 1)).Message);
    }

    [Fact]
    public void Images_without_class_folders_are_one_class()
    {
        for (var i = 0; i < 10; i++)
        {
            _folder.Picture($"{i}.png", Grey(i));
        }

        var data = DataSource.Load(_folder.Path, 8, 1);
        Assert.Equal(["images"], data.Train.ClassNames);
        Assert.Equal([9], FirstPixels(data.Test));
        CheckTold($"{_folder.Path}: 10 images without class folders, taken as one class; held out for the test: 1, every tenth of a class");
    }

    [Theory]
    [InlineData("", "none")]
    [InlineData("b/1.tif", "1 .tif")]
    public void A_class_folder_without_images_is_refused(string file, string found)
    {
        _folder.Picture("a/1.png", Grey(1));
        Directory.CreateDirectory(_folder.File("b/x")[..^2]);
        if (file.Length > 0)
        {
            _folder.Write(file, [1]);
        }

        Check($"{_folder.Path}/b: expected .png, .jpg, .jpeg, .webp, .bmp or .gif files in this class folder; found {found}. ");
    }

    [Fact]
    public void A_class_of_one_image_is_refused_where_one_must_be_held_out()
    {
        _folder.Picture("a/1.png", Grey(1));
        Check($"{_folder.Path}/a/1.png: the only image of class `a`; expected at least 2");
    }

    [Fact]
    public void Splits_with_different_classes_are_refused()
    {
        _folder.Picture("train/a/1.png", Grey(1));
        _folder.Picture("train/b/1.png", Grey(1));
        _folder.Picture("test/a/1.png", Grey(1));
        Check($"{_folder.Path}: class `b` is in {_folder.Path}/train and not in {_folder.Path}/test; expected the same classes in both.");
    }

    [Fact]
    public void A_name_that_is_no_folder_is_refused() => Assert.Equal(
        "fashoin: no such folder; expected `fashion-mini`, `fashion` or a folder with a folder of images per class.",
        Assert.Throws<DataSourceException>(() => DataSource.Load("fashoin", 8, 1)).Message);

    private void CheckTold(string note, params string[] warnings)
    {
        var told = Told();
        Assert.Equal([note], told.Notes);
        Assert.Equal(warnings, told.Warnings);
    }

    private (string[] Notes, string[] Warnings) Told(int size = 8)
    {
        var (notes, warnings) = (new List<string>(), new List<string>());
        DataSource.Load(_folder.Path, size, 1, warnings.Add, null, notes.Add);
        return ([.. notes], [.. warnings]);
    }

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        var chunk = new byte[8 + named.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc(named));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static SKColor Grey(int value) => new((byte)value, (byte)value, (byte)value);

    private static int[] FirstPixels(ImageSet set) => [.. Enumerable.Range(0, set.Count).Select(i => (int)set.Image(i)[0])];

    private void Check(string start) =>
        Assert.StartsWith(start, Assert.Throws<DataSourceException>(() => DataSource.Load(_folder.Path, 8, 1)).Message);
}
