using System.Formats.Tar;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Shards;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public sealed class ShardSourceTests : IDisposable
{
    private const int Size = 8;

    private readonly PictureFolder _folder = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void Shards_hold_the_images_that_a_folder_holds_whatever_the_order_in_them()
    {
        var pictures = Enumerable.Range(0, 40).Select(i => (Class: i % 3 == 0 ? "cat" : "dog", Name: $"{i:000}", Bytes: Picture(i))).ToList();
        foreach (var (name, key, bytes) in pictures)
        {
            _folder.Write($"folder/{name}/{key}.png", bytes);
        }

        var turned = pictures.AsEnumerable().Reverse().Chunk(13).ToList();
        for (var i = 0; i < turned.Count; i++)
        {
            Tar($"shards/s-{i:0000}.tar", [.. turned[i].SelectMany(p => new[] { ($"{p.Name}.png", p.Bytes), ($"{p.Name}.cls", Text(p.Class)) })]);
        }

        Tar("whole.tar", [.. pictures.Select(p => ($"./{p.Class}/{p.Name}.png", p.Bytes))]);

        var folder = Load("folder");
        foreach (var source in new[] { "shards", "shards/s-{0000..0003}.tar", "whole.tar" })
        {
            var shards = Load(source);
            Assert.Equal(folder.Identity, shards.Identity);
            Assert.Equal(folder.Train.ClassNames, shards.Train.ClassNames);
            var crops = new Augmentation(Flip: true, Shift: 0, new BigBiGan.Dsl.CropFacts(0.3, 1, 0.75, 1.3333));
            using var expected = new BatchReader(folder.Train, 5, crops).Draw(17, 30);
            using var found = new BatchReader(shards.Train, 5, crops).Draw(17, 30);
            Assert.True(expected.equal(found).all().item<bool>());
        }

        Assert.Contains(_notes, note => note.EndsWith("4 archives with 40 images in 2 classes; to test on: 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_numbers_names_or_the_label_of_a_json()
    {
        Tar("a.tar", [("0.png", Picture(0)), ("0.cls", Text("2\n")), ("1.png", Picture(1)), ("1.cls", Text("0")), ("2.png", Picture(2)), ("2.json", Text("{\"label\": 1, \"x\": []}"))]);
        Tar("b.tar", [("0.txt", Text(" zebra\n")), ("0.png", Picture(0)), ("1.txt", Text("ant")), ("1.png", Picture(1)), ("2.png", Picture(2)), ("2.txt", Text("zebra"))]);

        var numbers = Index("a.tar");
        Assert.Equal(["0", "1", "2"], numbers.ClassNames);
        Assert.Equal([0, 1, 2], numbers.Records.ToArray().Select(record => record.Label));
        Assert.Equal(["1", "2", "0"], numbers.Records.ToArray().Select(record => numbers.NameOf(record)));
        Assert.Equal(["ant", "zebra"], Index("b.tar").ClassNames);
    }

    [Fact]
    public void An_archive_of_archives_has_a_class_in_each()
    {
        var inner = new[] { "n01440764", "n01443537" }.Select(name => ($"{name}.tar", Bytes([.. Enumerable.Range(0, 6).Select(i => ($"{name}_{i}.png", Picture(i)))]))).ToArray();
        Tar("ILSVRC2012_img_train.tar", inner);

        var data = Load("ILSVRC2012_img_train.tar");

        Assert.Equal(["n01440764", "n01443537"], data.Train.ClassNames);
        Assert.Equal((10, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal(Expected(0), data.Train.Image(5));
    }

    [Fact]
    public void Shards_for_the_test_are_told_by_their_names()
    {
        Tar("d/set-train-000.tar", [.. Enumerable.Range(0, 12).SelectMany(i => new[] { ($"{i}.png", Picture(i)), ($"{i}.cls", Text($"{i % 2}")) })]);
        Tar("d/set-val-000.tar", [.. Enumerable.Range(20, 4).SelectMany(i => new[] { ($"{i}.png", Picture(i)), ($"{i}.cls", Text($"{i % 2}")) })]);

        var data = Load("d");

        Assert.Equal((12, 4), (data.Train.Count, data.Test.Count));
        Assert.Equal([Expected(20), Expected(22), Expected(21), Expected(23)], Enumerable.Range(0, 4).Select(data.Test.Image));
    }

    [Fact]
    public void Pictures_without_classes_are_of_one_class_and_some_without_are_refused()
    {
        Tar("plain.tar", [.. Enumerable.Range(0, 12).Select(i => ($"{i}.png", Picture(i)))]);
        Tar("mixed.tar", [("0.png", Picture(0)), ("1.png", Picture(1)), ("1.cls", Text("1"))]);

        Assert.Equal(["images"], Load("plain.tar").Train.ClassNames);
        Assert.Equal(
            $"{_folder.File("mixed.tar")}: 0 has no class, and others have one; expected a class for each picture, or for none.", Problem("mixed.tar"));
    }

    [Fact]
    public void What_is_wrong_with_a_shard_is_said_by_its_name()
    {
        Tar("two.tar", [("0.png", Picture(0)), ("0.jpg", Picture(1))]);
        Tar("none.tar", [("0.cls", Text("1"))]);
        Tar("cut.tar", [.. Enumerable.Range(0, 30).Select(i => ($"{i}.png", Picture(i)))]);
        var whole = File.ReadAllBytes(_folder.File("cut.tar"));
        _folder.Write("cut.tar", whole[..1100]);
        _folder.Write("zipped.tar", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]);
        _folder.Write("noise.tar", [.. Enumerable.Range(0, 2000).Select(i => (byte)(i * 37))]);

        Assert.Equal($"{_folder.File("two.tar")}: 0 has two pictures (.jpg is the second); expected one for each sample.", Problem("two.tar"));
        Assert.Equal($"{_folder.File("none.tar")}: no .png, .jpg, .jpeg, .webp, .bmp or .gif files in these archives. Give archives with pictures.", Problem("none.tar"));
        Assert.Matches("cut.tar: damaged after [0-9]+ pictures: .+ Fetch the file again.$", Problem("cut.tar"));
        Assert.Equal(
            $"{_folder.File("zipped.tar")}: compressed by gzip, so that no picture in it can be had by itself. Unpack it to a .tar, and give that.", Problem("zipped.tar"));
        Assert.Matches("noise.tar: damaged after 0 pictures: .+ Fetch the file again.$", Problem("noise.tar"));
        Assert.Equal($"{_folder.File("s-1.tar")}: no such file.", Problem("s-{1..3}.tar"));
        Assert.Equal(
            $"{_folder.File("s-{3..1}.tar")}: expected a pattern such as train-{{000000..000146}}.tar, with a number that is not below the first.", Problem("s-{3..1}.tar"));
    }

    [Fact]
    public void An_index_is_made_once_and_again_where_a_shard_changed()
    {
        Tar("a.tar", [.. Enumerable.Range(0, 12).Select(i => ($"{i}.png", Picture(i)))]);
        var first = Index("a.tar");
        var made = File.GetLastWriteTimeUtc(Directory.GetFiles(_folder.File("indexes")).Single());

        Assert.Equal(first.Identity, Index("a.tar").Identity);
        Assert.Equal(made, File.GetLastWriteTimeUtc(Directory.GetFiles(_folder.File("indexes")).Single()));

        Tar("a.tar", [.. Enumerable.Range(0, 13).Select(i => ($"{i}.png", Picture(i)))]);
        Assert.Equal(13, Index("a.tar").Count);

        // a damaged index is made again
        var path = Directory.GetFiles(_folder.File("indexes")).Single();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
        Assert.Equal(13, Index("a.tar").Count);
    }

    [Fact]
    public void A_shard_that_is_replaced_or_gone_is_named_when_it_is_read()
    {
        Tar("a.tar", [.. Enumerable.Range(0, 1400).Select(i => ($"{i}.png", Picture(i)))]);
        var data = DataSource.Load(_folder.File("a.tar"), 256, 3);
        Assert.False(data.Train.IsInMemory);
        Assert.Equal(3 * 256 * 256, data.Train.Image(3).Length);

        File.AppendAllText(_folder.File("a.tar"), "more");
        Assert.Matches("a.tar: changed since it was indexed \\([0-9]+ bytes then, [0-9]+ now\\)", Assert.Throws<DataSourceException>(() => data.Train.Image(3)).Message);
        File.Delete(_folder.File("a.tar"));
        Assert.Matches("a.tar: cannot be read any more: ", Assert.Throws<DataSourceException>(() => data.Train.Image(3)).Message);
    }

    [Fact]
    public void A_link_to_a_shard_is_the_shard()
    {
        Tar("stored/a.tar", [.. Enumerable.Range(0, 12).Select(i => ($"{i}.png", Picture(i)))]);
        Directory.CreateDirectory(_folder.File("links"));
        File.CreateSymbolicLink(_folder.File("links/a.tar"), _folder.File("stored/a.tar"));

        Assert.Equal(Load("stored").Identity, Load("links").Identity);
    }

    [Theory]
    [InlineData("a-{08..11}.tar", "a-08.tar a-09.tar a-10.tar a-11.tar")]
    [InlineData("{0..1}/b-{1..2}.tar", "0/b-1.tar 0/b-2.tar 1/b-1.tar 1/b-2.tar")]
    [InlineData("plain.tar", "plain.tar")]
    public void A_pattern_stands_for_its_names(string pattern, string names) => Assert.Equal(names.Split(' '), BracePattern.Expand(pattern)!);

    [Theory]
    [InlineData("a-{5..1}.tar")]
    [InlineData("a-{0..99999999}.tar")]
    [InlineData("a-{0..9999}-{0..9999}.tar")]
    [InlineData("a-{0..99999999999999999999}.tar")]
    public void A_pattern_without_an_end_is_none(string pattern) => Assert.Null(BracePattern.Expand(pattern));

    public void Dispose() => _folder.Dispose();

    private DataSource Load(string source) => DataSource.Load(_folder.File(source), Size, 3, note: _notes.Add);

    private string Problem(string source) => Assert.Throws<DataSourceException>(() => Load(source)).Message;

    private BigBiGan.Training.Data.Index.PictureIndex Index(string source) => ShardSet.Of(_folder.File(source), TarShard.Kind).Index(null, folder: _folder.File("indexes"));

    private static byte[] Picture(int i) => PictureFolder.Encode(Size + 2, Size, (x, y) => Colour(i, x, y), SKEncodedImageFormat.Png);

    private static SKColor Colour(int i, int x, int y) => new((byte)((6 * i) + x), (byte)(20 * y), (byte)(i * x));

    /// <summary>The central square. [3, 8, 8]</summary>
    private static byte[] Expected(int i) =>
    [
        .. new Func<SKColor, byte>[] { c => c.Red, c => c.Green, c => c.Blue }.SelectMany(colour =>
            Enumerable.Range(0, Size * Size).Select(at => colour(Colour(i, (at % Size) + 1, at / Size)))),
    ];

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private void Tar(string path, (string Name, byte[] Bytes)[] members) => _folder.Write(path, Bytes(members));

    private static byte[] Bytes((string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, bytes) in members)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
            }
        }

        return stream.ToArray();
    }
}
