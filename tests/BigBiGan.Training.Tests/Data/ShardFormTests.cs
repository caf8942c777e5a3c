using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Exports;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>Parquet, HDF5 and NPZ.</summary>
public sealed class ShardFormTests : IDisposable
{
    private const int Size = 8;
    private const int Width = 10;
    private const int Height = 9;

    private readonly PictureFolder _folder = new();
    private readonly List<string> _notes = [];
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void The_same_pictures_are_the_same_images_in_every_form(int colours)
    {
        var all = AllForms(40);
        var folder = Load("folder", colours);
        foreach (var source in all)
        {
            var form = Load(source, colours);
            Assert.Equal(folder.Identity, form.Identity);
            Assert.Equal(["0", "1", "2"], form.Train.ClassNames);
            var crops = new Augmentation(Flip: true, Shift: 0, new CropFacts(0.3, 1, 0.75, 1.3333));
            using var expected = new BatchReader(folder.Train, 5, crops).Draw(17, 30);
            using var found = new BatchReader(form.Train, 5, crops).Draw(17, 30);
            Assert.True(expected.equal(found).all().item<bool>());
        }
    }

    [Fact]
    public void The_same_pictures_are_the_same_images_where_each_is_decoded_when_it_is_drawn()
    {
        const int Large = 256;
        var all = AllForms(1400);
        var folder = DataSource.Load(_folder.File("folder"), Large, 3);
        Assert.False(folder.Train.IsInMemory);
        foreach (var source in all)
        {
            var form = DataSource.Load(_folder.File(source), Large, 3);
            Assert.False(form.Train.IsInMemory);
            Assert.Equal("files", form.IdentityOf);
            Assert.Equal(folder.Train.Labels, form.Train.Labels);
            Assert.Equal(folder.Train.Image(701), form.Train.Image(701));
            Assert.Equal(folder.Test.Image(7), form.Test.Image(7));
            Assert.Equal(form.Identity, DataSource.Load(_folder.File(source), Large, 3).Identity);
        }
    }

    /// <summary>golden/forms/make.py and make.mjs have written them.</summary>
    [Theory]
    [InlineData("chunked.hdf5", "0 1 2")]
    [InlineData("lzf.hdf5", "0 1 2")]
    [InlineData("gzip.hdf5", "0 1 2")]
    [InlineData("contiguous.h5", "0 1 2")]
    [InlineData("latest.h5", "0 1 2")]
    [InlineData("images.npz", "0 1 2")]
    [InlineData("packed.npz", "0 1 2")]
    [InlineData("data.npz", "0 1 2")]
    [InlineData("train-00000-of-00001.parquet", "zebra ant moth")]
    public void Files_of_other_tools_are_read(string name, string classNames)
    {
        var data = DataSource.Load(Golden(name), 6, 3);

        Assert.Equal(classNames.Split(' '), data.Train.ClassNames);
        int[][] train = [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8]];
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2], data.Train.Labels);
        Assert.Equal(train.SelectMany(pictures => pictures).Select(Expected), Enumerable.Range(0, 11).Select(data.Train.Image));
        Assert.Equal(new[] { 12, 13, 11 }.Select(Expected), Enumerable.Range(0, 3).Select(data.Test.Image));

        static byte[] Expected(int i) =>
        [
            .. new Func<int, int, int>[] { (x, _) => (18 * i) + x, (_, y) => (7 * i) + (20 * y), (x, y) => (i * x) + y }
                .SelectMany(colour => Enumerable.Range(0, 36).Select(at => (byte)colour(at % 6, at / 6))),
        ];
    }

    [Fact]
    public void Pictures_are_read_where_they_lie_unless_they_are_compressed()
    {
        string[] aside = ["lzf.hdf5", "gzip.hdf5", "latest.h5", "packed.npz", "train-00000-of-00001.parquet"];
        foreach (var name in aside.Concat(["chunked.hdf5", "contiguous.h5", "images.npz", "data.npz"]))
        {
            var kind = name.EndsWith(".npz", StringComparison.Ordinal) ? NpzShard.Kind : name.EndsWith(".parquet", StringComparison.Ordinal) ? ParquetShard.Kind : Hdf5Shard.Kind;
            var indexes = _folder.File($"indexes/{name}");
            ShardSet.Of(Golden(name), kind).Index(null, _notes.Add, indexes).Dispose();
            Assert.Equal(aside.Contains(name) ? 2 : 1, Directory.GetFiles(indexes).Length);
        }

        Assert.Equal(aside.Length, _notes.Count);
        Assert.Matches($"lzf.hdf5: writing the pictures to .*, once \\(0.0 MB\\): none of them can be had by itself where it lies$", _notes[0]);
    }

    [Fact]
    public void A_hub_s_folder_has_its_splits_by_names_and_one_without_labels_is_left_out()
    {
        string[] classes = ["tench", "goldfish"];
        Table("hub/data/train-00000-of-00002.parquet", 0, 12, classes);
        Table("hub/data/train-00001-of-00002.parquet", 12, 8, classes);
        Table("hub/data/validation-00000-of-00001.parquet", 20, 4, classes);
        Table("hub/data/test-00000-of-00001.parquet", 24, 4, classes, label: _ => -1);
        _folder.Write("hub/README.md", "---"u8.ToArray());
        Table("parts/default/train/0000.parquet", 0, 20, classes);
        Table("parts/default/test/0000.parquet", 20, 4, classes);

        var data = Load("hub");
        Assert.Equal(classes, data.Train.ClassNames);
        Assert.Equal((20, 4), (data.Train.Count, data.Test.Count));
        Assert.Equal(Expected(20), data.Test.Image(0));
        Assert.EndsWith("hub: 4 Parquet files with 24 images in 2 classes; to test on: 4", Assert.Single(_notes, note => note.Contains("files with", StringComparison.Ordinal)));
        Assert.Equal(
            $"{_folder.File("hub")}: left out: {_folder.File("hub/data/test-00000-of-00001.parquet")} (no images with labels)", Assert.Single(_warnings));

        Assert.Equal(data.Identity, Load("parts").Identity);
        var training = Load("hub/data/train-{00000..00001}-of-00002.parquet");
        Assert.Equal(20, training.Train.Count + training.Test.Count);
        Assert.StartsWith("Parquet files", ReaderTable.KindOf(_folder.File("hub")), StringComparison.Ordinal);
    }

    [Fact]
    public void Downsampled_ImageNet_is_batches_to_train_on_and_one_to_test_on()
    {
        Batch("small/train_data_batch_1.npz", 0, 6);
        Batch("small/train_data_batch_2.npz", 6, 6);
        Batch("small/val_data.npz", 12, 3);

        var data = Load("small");

        Assert.Equal(["0", "1", "2"], data.Train.ClassNames);
        Assert.Equal((12, 3), (data.Train.Count, data.Test.Count));
        Assert.Equal(Square(3), data.Train.Image(1));
        Assert.Equal(Square(13), data.Test.Image(1));
    }

    [Fact]
    public void Other_pixels_are_another_identity_though_names_and_lengths_are_alike()
    {
        var labels = Enumerable.Range(0, 1400).Select(i => (long)(i % 3)).ToArray();
        var pixels = Pixels(1400);
        ShardFiles.Npz(_folder.File("a.npz"), ("images", ShardFiles.Bytes(pixels, 1400, Height, Width, 3)), ("labels", NpyArray.Of(labels)));
        var first = DataSource.Load(_folder.File("a.npz"), 256, 3).Identity;
        pixels[^1]++;
        pixels[0]++;
        ShardFiles.Npz(_folder.File("a.npz"), ("images", ShardFiles.Bytes(pixels, 1400, Height, Width, 3)), ("labels", NpyArray.Of(labels)));

        Assert.NotEqual(first, DataSource.Load(_folder.File("a.npz"), 256, 3).Identity);
    }

    [Fact]
    public void Rows_without_paths_keep_their_order_and_sets_without_labels_are_one_class()
    {
        ShardFiles.Parquet(_folder.File("plain.parquet"), [.. Enumerable.Range(0, 20).Select(i => ((byte[]?)Picture(i), (string?)null, (long?)(i % 2)))], image: "img", label: "fine_label");
        ShardFiles.Npz(_folder.File("one.npz"), ("arr_0", ShardFiles.Bytes(Pixels(12), 12, Height, Width, 3)));

        var rows = Load("plain.parquet");
        Assert.Equal(["0", "1"], rows.Train.ClassNames);
        Assert.Equal(new[] { 0, 2, 4 }.Select(Expected), Enumerable.Range(0, 3).Select(rows.Train.Image));
        Assert.Equal(["images"], Load("one.npz").Train.ClassNames);
    }

    [Fact]
    public void A_broken_picture_is_named_by_its_file_and_row()
    {
        ShardFiles.Parquet(
            _folder.File("a.parquet"), [.. Enumerable.Range(0, 20).Select(i => (i == 13 ? Picture(i)[..50] : i == 4 ? null : Picture(i), (string?)$"{19 - i:00}.png", (long?)0))]);

        var check = DataCheck.Of(_folder.File("a.parquet"));

        Assert.Equal(20, check.Images);
        Assert.Equal(2, check.Broken.Count);
        Assert.Matches("a.parquet: 06 \\(row 13\\): .+", check.Broken[0]);
        Assert.EndsWith("a.parquet: 15 (row 4): it has no bytes", check.Broken[1]);
    }

    [Fact]
    public void Where_pictures_cannot_be_written_aside_the_place_is_named()
    {
        Table("a.parquet", 0, 20, null);
        var index = ShardSet.Of(_folder.File("a.parquet"), ParquetShard.Kind);
        index.Index(null, folder: _folder.File("indexes")).Dispose();
        var aside = Directory.GetFiles(_folder.File("indexes"), "*.pictures").Single();
        File.Delete(aside);
        Directory.CreateDirectory(aside);
        _folder.Write($"indexes/{Path.GetFileName(aside)}/in-the-way", []);

        Assert.StartsWith(
            $"{_folder.File("a.parquet")}: cannot be read, or its pictures cannot be written to {aside}: ",
            Assert.Throws<DataSourceException>(() => index.Index(null, folder: _folder.File("indexes"))).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.File("indexes"), "*.part"));
    }

    [Fact]
    public void A_file_that_is_replaced_and_pictures_aside_that_are_gone_are_named()
    {
        var indexes = _folder.File("indexes");
        Table("a.parquet", 0, 20, null);
        var index = ShardSet.Of(_folder.File("a.parquet"), ParquetShard.Kind).Index(null, folder: indexes);
        var pixels = new BigBiGan.Training.Data.Index.IndexedPixels(index, [3], new BigBiGan.Training.Data.Images.PictureShape(Size, 3));
        var image = new byte[3 * Size * Size];
        pixels.Read(0, default, image);

        var aside = Directory.GetFiles(indexes, "*.pictures").Single();
        var bytes = File.ReadAllBytes(aside);
        File.WriteAllBytes(aside, bytes[..^1]);
        Assert.Matches(
            "pictures: expected the [0-9]+ bytes of the pictures of .*a.parquet, and they are gone\\. Start again, which writes them anew\\.$",
            Assert.Throws<DataSourceException>(() => pixels.Read(0, default, image)).Message);
        ShardSet.Of(_folder.File("a.parquet"), ParquetShard.Kind).Index(null, folder: indexes).Dispose();
        Assert.Equal(bytes, File.ReadAllBytes(aside));

        Table("a.parquet", 0, 21, null);
        Assert.Matches("a.parquet: changed since it was indexed", Assert.Throws<DataSourceException>(() => pixels.Read(0, default, image)).Message);
    }

    [Fact]
    public void What_is_wrong_with_a_table_is_said_in_a_line()
    {
        Table("whole.parquet", 0, 12, null);
        _folder.Write("cut.parquet", File.ReadAllBytes(_folder.File("whole.parquet"))[..^30]);
        _folder.Write("noise.parquet", [.. Enumerable.Range(0, 2000).Select(i => (byte)(i * 37))]);
        _folder.Write("pointer.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"u8.ToArray());
        _folder.Write("page.parquet", "<!doctype html>"u8.ToArray());
        ShardFiles.Parquet(_folder.File("other.parquet"), [(Picture(0), "0", 0)], image: "photo");
        Table("half.parquet", 0, 12, null, label: i => i == 7 ? null : 0);
        Table("beyond.parquet", 0, 12, ["a", "b"], label: i => i == 5 ? 2 : 0);
        Table("secret.parquet", 0, 12, null, label: _ => -1);
        ShardFiles.Parquet(_folder.File("paths.parquet"), [.. Enumerable.Range(0, 12).Select(i => ((byte[]?)null, (string?)$"{i}.png", (long?)0))]);
        Table("two/train-0.parquet", 0, 12, ["a", "b"]);
        Table("two/test-0.parquet", 0, 12, ["a", "c"]);
        Table("three/train-0.parquet", 0, 12, ["a", "b"]);
        Table("three/test-0.parquet", 0, 12, null, label: i => i % 3);
        Table("sets/first/train-0.parquet", 0, 12, null);
        Table("sets/second/train-0.parquet", 0, 12, null);

        Assert.Matches("cut.parquet: damaged: .+\\. Fetch the file again\\.$", Problem("cut.parquet"));
        Assert.Matches("noise.parquet: damaged: .+\\. Fetch the file again\\.$", Problem("noise.parquet"));
        Assert.Equal($"{_folder.File("pointer.parquet")}: it is a pointer of Git LFS; fetch the file with `git lfs pull`.", Problem("pointer.parquet"));
        Assert.Equal($"{_folder.File("page.parquet")}: it is a web page or other markup.", Problem("page.parquet"));
        Assert.Matches("other.parquet: its columns are photo.bytes, photo.path, label; expected pictures in image.bytes or img.bytes", Problem("other.parquet"));
        Assert.Matches("half.parquet: row 7 has no label; expected one in each row\\. Mend", Problem("half.parquet"));
        Assert.Matches("beyond.parquet: row 5 has the label 2; expected 0 to 1, whose names stand in the file\\. Mend", Problem("beyond.parquet"));
        Assert.Equal($"{_folder.File("secret.parquet")}: no pictures with labels in these Parquet files. Give Parquet files with pictures.", Problem("secret.parquet"));
        Assert.Matches("paths.parquet: it has the paths of pictures and not their bytes; expected both", Problem("paths.parquet"));
        Assert.Equal(
            $"{_folder.File("two/train-0.parquet")}: names other classes than {_folder.File("two/test-0.parquet")}; expected files of one set. Give each set by itself.",
            Problem("two"));
        Assert.Matches("three/train-0.parquet: names 2 classes, and a file beside it has the label 2; expected files of one set\\.", Problem("three"));
        Assert.Matches("sets: Parquet files of 2 sets, in .*first, .*second; expected one set\\. Give the folder of one\\.$", Problem("sets"));
    }

    [Fact]
    public void What_is_wrong_with_arrays_is_said_in_a_line()
    {
        var labels = NpyArray.Of([.. Enumerable.Range(0, 12).Select(i => (long)(i % 3))]);
        var images = ShardFiles.Bytes(Pixels(12), 12, Height, Width, 3);
        ShardFiles.Npz(_folder.File("whole.npz"), ("images", images), ("labels", labels));
        _folder.Write("cut.npz", File.ReadAllBytes(_folder.File("whole.npz"))[..^40]);
        ShardFiles.Npz(_folder.File("none.npz"), ("mu", labels), ("sigma", labels));
        ShardFiles.Npz(_folder.File("float.npz"), ("images", NpyArray.Of(new double[12 * 4], 12, 2, 2)), ("labels", labels));
        ShardFiles.Npz(_folder.File("shape.npz"), ("images", ShardFiles.Bytes(Pixels(12), 12, 18, 15)), ("labels", labels));
        ShardFiles.Npz(_folder.File("flat.npz"), ("images", ShardFiles.Bytes(Pixels(12), 12, 270)), ("labels", labels));
        ShardFiles.Npz(_folder.File("fewer.npz"), ("images", images), ("labels", NpyArray.Of([0, 1, 2])));
        ShardFiles.Npz(_folder.File("short.npz"), ("images", ShardFiles.Bytes(Pixels(11), 12, Height, Width, 3)), ("labels", labels));
        ShardFiles.Npz(_folder.File("zero.npz"), ("data", ShardFiles.Bytes(new byte[12 * 12], 12, 12)), ("labels", labels));
        new PureHDF.H5File { ["pictures"] = new byte[] { 1 } }.Write(_folder.File("none.hdf5"));
        new PureHDF.H5File { ["imgs"] = new float[2, 3, 4, 4], ["labels"] = new long[2] }.Write(_folder.File("float.hdf5"));
        ShardFiles.Hdf5(_folder.File("whole.hdf5"), Planes(12), new long[12]);
        _folder.Write("cut.hdf5", File.ReadAllBytes(_folder.File("whole.hdf5"))[..^3000]);
        ShardFiles.Hdf5(_folder.File("fewer.hdf5"), Planes(12), new long[5]);
        _folder.Write("noise.hdf5", [.. Enumerable.Range(0, 2000).Select(i => (byte)(i * 37))]);

        Assert.Matches("cut.npz: .+ again\\.$", Problem("cut.npz"));
        Assert.Matches("none.npz: its arrays are mu, sigma; expected images and labels, arr_0 and arr_1, or data and labels\\. Mend", Problem("none.npz"));
        Assert.Matches("float.npz: images is of `<f8`; expected uint8, 0 to 255\\. Mend", Problem("float.npz"));
        Assert.Matches("flat.npz: images has the shape \\(12, 270\\); expected \\(N, H, W, C\\) or", Problem("flat.npz"));
        Assert.Matches("fewer.npz: labels has 3 values for 12 pictures; expected one for each\\. Mend", Problem("fewer.npz"));
        Assert.Matches("short.npz: images has 2970 bytes; expected 3240, as its header says\\. Mend", Problem("short.npz"));
        Assert.Matches("zero.npz: labels has 0 for picture 0; expected a label, from 1 on, as the downsampled ImageNet has them\\. Mend", Problem("zero.npz"));
        Assert.Matches("none.hdf5: it has pictures; expected imgs \\(or images\\) and labels, as make_hdf5.py writes them\\. Mend", Problem("none.hdf5"));
        Assert.Matches("float.hdf5: imgs is of another type; expected uint8, 0 to 255\\. Mend", Problem("float.hdf5"));
        Assert.Matches("cut.hdf5: .+ again\\.$", Problem("cut.hdf5"));
        Assert.Matches("fewer.hdf5: labels has 5 values for 12 pictures; expected one for each\\. Mend", Problem("fewer.hdf5"));
        var lzf = File.ReadAllBytes(Golden("lzf.hdf5"));
        for (var at = lzf.Length - 400; at < lzf.Length - 300; at++)
        {
            lzf[at] = 0xFF;
        }

        _folder.Write("lzf.hdf5", lzf);
        Assert.Matches("lzf.hdf5: (damaged: .*|a chunk of its LZF is damaged). .+ again\\.$", Problem("lzf.hdf5"));
        Assert.Matches("noise.hdf5: damaged: .+\\. Fetch the file again\\.$", Problem("noise.hdf5"));
        Assert.Equal((9, 3), (Load("shape.npz", 1).Train.Count, Load("shape.npz", 1).Test.Count));
    }

    private DataSource Load(string source, int colours = 3) =>
        DataSource.Load(_folder.File(source), Size, colours, _warnings.Add, note: _notes.Add);

    private string Problem(string source) => Assert.Throws<DataSourceException>(() => Load(source)).Message;

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "forms", name);

    /// <summary>The same pictures as <c>folder</c> and as the sources that are returned.</summary>
    private string[] AllForms(int count)
    {
        var labels = Enumerable.Range(0, count).Select(i => (long)(i % 3)).ToArray();
        var pictures = Enumerable.Range(0, count).Select(Picture).ToArray();
        for (var i = 0; i < count; i++)
        {
            _folder.Write($"folder/{labels[i]}/{i:0000}.png", pictures[i]);
        }

        ShardFiles.Tar(_folder.File("all.tar"), Enumerable.Range(0, count).Select(i => ($"{labels[i]}/{i:0000}.png", pictures[i])));
        var rows = Enumerable.Range(0, count).Select(i => ((byte[]?)pictures[i], (string?)$"{i:0000}.png", (long?)labels[i])).ToList();
        ShardFiles.Parquet(_folder.File("all.parquet"), rows);
        ShardFiles.Parquet(_folder.File("parts/part-0.parquet"), [.. rows.AsEnumerable().Reverse().Take(count / 3)], ["0", "1", "2"], group: 1000);
        ShardFiles.Parquet(_folder.File("parts/part-1.parquet"), [.. rows.AsEnumerable().Reverse().Skip(count / 3)], ["0", "1", "2"]);
        ShardFiles.Hdf5(_folder.File("all.hdf5"), Planes(count), labels);
        ShardFiles.Hdf5(_folder.File("all.h5"), Planes(count), labels, chunk: 16, name: "images");
        ShardFiles.Npz(_folder.File("all.npz"), ("images", ShardFiles.Bytes(Pixels(count), count, Height, Width, 3)), ("labels", NpyArray.Of(labels)));
        ShardFiles.Npz(_folder.File("planes.npz"), ("arr_0", ShardFiles.Bytes([.. Planes(count).Cast<byte>()], count, 3, Height, Width)), ("arr_1", NpyArray.Of(labels)));
        return ["all.tar", "all.parquet", "parts", "all.hdf5", "all.h5", "all.npz", "planes.npz"];
    }

    private void Table(string path, int first, int count, string[]? classNames, Func<int, long?>? label = null) => ShardFiles.Parquet(
        _folder.File(path),
        [.. Enumerable.Range(first, count).Select(i => ((byte[]?)Picture(i), (string?)$"{i:0000}.png", label is null ? i % 2 : label(i)))],
        classNames);

    private void Batch(string path, int first, int count) => ShardFiles.Npz(
        _folder.File(path),
        ("data", ShardFiles.Bytes([.. Enumerable.Range(first, count).SelectMany(Square)], count, 3 * Size * Size)),
        ("labels", NpyArray.Of([.. Enumerable.Range(first, count).Select(i => (i % 3) + 1L)])),
        ("mean", NpyArray.Of(new double[3 * Size * Size], 3 * Size * Size)));

    /// <summary>[3, 8, 8]</summary>
    private static byte[] Square(int i) => [.. Enumerable.Range(0, 3 * Size * Size).Select(at => (byte)((i * 31) + at))];

    private static byte[] Picture(int i) => PictureFolder.Encode(Width, Height, (x, y) => Colour(i, x, y), SKEncodedImageFormat.Png);

    private static SKColor Colour(int i, int x, int y) => new((byte)((6 * i) + x), (byte)((20 * y) + (i / 7)), (byte)(i * x));

    /// <summary>The images of the folder's pictures come out as they do of this one.</summary>
    private static byte[] Expected(int i)
    {
        var image = new byte[3 * Size * Size];
        Assert.Null(BigBiGan.Training.Data.Images.PictureDecoder.Read(Picture(i), default, image, new BigBiGan.Training.Data.Images.PictureShape(Size, 3)));
        return image;
    }

    /// <summary>[N, H, W, 3]</summary>
    private static byte[] Pixels(int count) =>
    [
        .. Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, Height * Width).SelectMany(at =>
            Colour(i, at % Width, at / Width) is var colour ? new[] { colour.Red, colour.Green, colour.Blue } : [])),
    ];

    /// <summary>[N, 3, H, W]</summary>
    private static byte[,,,] Planes(int count)
    {
        var planes = new byte[count, 3, Height, Width];
        for (var i = 0; i < count; i++)
        {
            for (var at = 0; at < Height * Width; at++)
            {
                var (x, y) = (at % Width, at / Width);
                var colour = Colour(i, x, y);
                (planes[i, 0, y, x], planes[i, 1, y, x], planes[i, 2, y, x]) = (colour.Red, colour.Green, colour.Blue);
            }
        }

        return planes;
    }
}
