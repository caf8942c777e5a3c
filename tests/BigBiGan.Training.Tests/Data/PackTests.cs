using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

public sealed class PackTests : IDisposable
{
    private const int Count = 40;
    private const int Size = 12;

    private readonly PictureFolder _folder = new();

    public PackTests()
    {
        for (var i = 0; i < Count; i++)
        {
            var shade = i;
            _folder.Picture($"set/{(i % 2 == 0 ? "even" : "odd")}/{i:00}.png", 16, Size, (x, y) => new SKColor((byte)(shade * 6), (byte)(15 * x), (byte)(20 * y)));
        }
    }

    private string Set => Path.Combine(_folder.Path, "set");

    private string Pack => Path.Combine(_folder.Path, "set.pack");

    [Theory]
    [InlineData(Size, 3)]
    [InlineData(Size, 1)]
    [InlineData(8, 3)]
    public void Pictures_at_their_own_size_are_the_folders_images_pixel_for_pixel_crops_too(int asked, int colours)
    {
        Write(Size, colours);
        var (folder, pack) = (DataSource.Load(Set, asked, colours), DataSource.Load(Pack, asked, colours));

        Assert.Equal(folder.Identity, pack.Identity);
        Assert.Equal(folder.HashPixels(), pack.HashPixels());
        Assert.Equal(folder.Train.ClassNames, pack.Train.ClassNames);
        Assert.Equal((folder.Train.Count, folder.Test.Count), (pack.Train.Count, pack.Test.Count));
        var crops = new Augmentation(Flip: true, Shift: 1, new CropFacts(0.3, 1, 0.75, 1.3333));
        using var expected = new BatchReader(folder.Train, 5, crops).Draw(17, 30);
        using var found = new BatchReader(pack.Train, 5, crops).Draw(17, 30);
        Assert.True(expected.equal(found).all().item<bool>());
    }

    [Fact]
    public void A_large_pack_is_read_where_it_lies_and_known_by_its_content()
    {
        Write(Size, 3);
        var (folder, pack) = (DataSource.Load(Set, 1600, 3), DataSource.Load(Pack, 1600, 3));

        Assert.False(pack.Train.IsInMemory);
        Assert.Equal("content", pack.IdentityOf);
        Assert.Equal(folder.Train.Image(3), pack.Train.Image(3));
        Assert.NotEqual(folder.Identity, pack.Identity);

        var moved = Pack + "-moved.pack";
        File.Move(Pack, moved);
        Assert.Equal(pack.Identity, DataSource.Load(moved, 1600, 3).Identity);
        File.SetLastWriteTimeUtc(_folder.File("set/odd/01.png"), DateTime.UtcNow.AddDays(1));
        _folder.Picture("set/odd/01.png", 16, Size, (_, _) => new SKColor(1, 2, 3));
        Write(Size, 3);
        Assert.NotEqual(pack.Identity, DataSource.Load(Pack, 1600, 3).Identity);
    }

    [Fact]
    public void The_shorter_side_gets_the_size_and_the_aspect_stays()
    {
        Write(6, 3);
        var warnings = new List<string>();
        var pack = DataSource.Load(Pack, 8, 3, warnings.Add);
        Assert.Equal($"{Pack}: packed at 6 px, and enlarged to the 8 px that are asked for", Assert.Single(warnings, line => line.Contains("packed at", StringComparison.Ordinal)));
        var picture = pack.Train.Pixels.Whole(0, new PictureShape(100, 3));
        Assert.Equal((8, 6), (picture.Width, picture.Height));

        var plain = new byte[3 * 16 * Size];
        var stored = DataSource.Load(Set, 6, 3).Train.Pixels.Whole(0, new PictureShape(100, 3));
        Assert.Equal((16, Size), (stored.Width, stored.Height));
        stored.Pixels.CopyTo(plain, 0);
        Assert.All(Resized(plain, 16, Size, 8, 6).Zip(picture.Pixels), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
    }

    [Fact]
    public void As_jpegs_pictures_are_nearly_the_same_in_less_room()
    {
        Write(Size, 3, quality: 98);
        var (folder, pack) = (DataSource.Load(Set, Size, 3), DataSource.Load(Pack, Size, 3));
        for (var i = 0; i < folder.Train.Count; i++)
        {
            Assert.True(folder.Train.Image(i).Zip(pack.Train.Image(i)).Average(pair => Math.Abs(pair.First - pair.Second)) < 6);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(0.75)]
    [InlineData(0.999)]
    public void An_interrupted_pack_is_gone_on_with_to_the_same_bytes(double share)
    {
        Write(Size, 3);
        var whole = File.ReadAllBytes(Pack);
        File.Delete(Pack);
        File.WriteAllBytes(Pack + ".part", [.. whole[..(int)(whole.Length * share)], .. new byte[7]]); // and a block that was not written

        var found = Write(Size, 3);

        Assert.InRange(found, (int)(share * Count) - 2, Count);
        Assert.Equal(whole, File.ReadAllBytes(Pack));
        Assert.False(File.Exists(Pack + ".part"));
    }

    [Fact]
    public void What_was_begun_with_other_images_or_another_size_is_begun_again()
    {
        Write(Size, 3);
        var whole = File.ReadAllBytes(Pack);
        File.Move(Pack, Pack + ".part");
        Assert.Equal(0, Write(8, 3));
        File.WriteAllBytes(Pack + ".part", whole);
        _folder.Picture("set/odd/99.png", new SKColor(1, 2, 3));
        Assert.Equal(0, Write(Size, 3));
    }

    [Fact]
    public void A_pack_that_is_cut_off_or_none_is_refused_and_one_that_was_altered_is_found_by_a_check()
    {
        Write(Size, 3);
        var whole = File.ReadAllBytes(Pack);
        File.WriteAllBytes(Pack, whole[..^30]);
        Assert.Equal($"{Pack}: no whole pack: its end is missing. Pack the images again.", Refused());
        File.WriteAllBytes(Pack, "a text"u8.ToArray());
        Assert.Equal($"{Pack}: no whole pack: it does not begin as one. Pack the images again.", Refused());

        var end = Array.LastIndexOf(whole, (byte)'{');
        whole[end - 5] ^= 1; // of the last record
        File.WriteAllBytes(Pack, whole);
        Assert.Equal($"{Pack}: no whole pack: where its pictures lie is not what was written. Pack the images again.", Refused());
        whole[end - 5] ^= 1;

        whole[PackedPicture(whole, 3)] ^= 1;
        File.WriteAllBytes(Pack, whole);
        Assert.Equal([$"{Pack}: picture 3: its bytes are not those that were written"], DataCheck.Of(Pack).Broken);

        string Refused() => Assert.Throws<DataSourceException>(() => DataSource.Load(Pack, Size, 3)).Message;
    }

    [Fact]
    public void A_pack_that_is_cut_off_while_it_is_read_ends_no_process()
    {
        Write(Size, 3);
        var pack = DataSource.Load(Pack, 1600, 3);
        using (var file = new FileStream(Pack, FileMode.Open))
        {
            file.SetLength(100);
        }

        Assert.Matches($"^{Pack}: changed while it was read ", Assert.Throws<DataSourceException>(() => pack.Train.Image(20)).Message);
    }

    [Fact]
    public void A_broken_picture_is_refused_or_left_out_as_asked()
    {
        File.WriteAllBytes(_folder.File("set/odd/07.png"), [1, 2, 3]);
        Assert.Matches("07.png: cannot be read: ", Assert.ThrowsAny<DataSourceException>(() => Write(Size, 3, options: new SourceOptions(BrokenPictures.Stop))).Message);
        Write(Size, 3, options: new SourceOptions(BrokenPictures.Skip));
        var pack = DataSource.Load(Pack, Size, 3);
        Assert.Equal(Count - 1, pack.Train.Count + pack.Test.Count);
    }

    [Fact]
    public void Images_without_files_are_packed_as_they_are_read()
    {
        var mini = DataSource.Load("fashion-mini", 32, 1);
        PackSource.Write(mini, Pack, null, null, null);
        Assert.Equal(mini.Train.Part(0, 50).Identity, DataSource.Load(Pack, 32, 1).Train.Part(0, 50).Identity);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The two-dimensional sum, in double precision.</summary>
    private static byte[] Resized(byte[] pixels, int width, int height, int wide, int high)
    {
        var (across, down, result) = (new ResamplingTaps(0, width, width, wide), new ResamplingTaps(0, height, height, high), new List<byte>());
        for (var colour = 0; colour < 3; colour++)
        {
            for (var y = 0; y < high; y++)
            {
                for (var x = 0; x < wide; x++)
                {
                    double sum = 0;
                    var (columns, rows) = (across.Of(x, out var left).ToArray(), down.Of(y, out var top).ToArray());
                    for (var i = 0; i < rows.Length; i++)
                    {
                        for (var j = 0; j < columns.Length; j++)
                        {
                            sum += (double)rows[i] * columns[j] * pixels[(((colour * height) + top + i) * width) + left + j];
                        }
                    }

                    result.Add((byte)Math.Clamp(Math.Floor(sum + 0.5), 0, 255));
                }
            }
        }

        return [.. result];
    }

    private static int PackedPicture(byte[] pack, int index) => 40 + (index * (8 + 8 + (3 * 16 * Size))) + 8 + 20;

    private int Write(int size, int colours, int? quality = null, SourceOptions? options = null) =>
        PackSource.Write(DataSource.Load(Set, size, colours, options: options), Pack, quality, null, null);
}
