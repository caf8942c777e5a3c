using BigBiGan.Training.Exports;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Exports;

/// <summary>Folders of PNG files and NPZ files, filled by several commands.</summary>
public sealed class ImageStoreTests : IDisposable
{
    private const int Size = 4;
    private const string Origin = """{ "seed": 3 }""";

    private readonly TemporaryFolder _folder = new();
    private readonly List<(int First, int Count)> _drawn = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_folder_has_a_picture_per_image_with_exactly_its_bytes(int colours)
    {
        using (var store = new PngFolder(In("images"), Origin, 130, Size, colours))
        {
            Run(store, 130, colours);
        }

        // whole batches, also at the end
        Assert.Equal([(0, 64), (64, 64), (128, 64)], _drawn);
        Assert.Equal([.. Enumerable.Range(0, 130).Select(i => $"{i:000000}.png"), "images.json"], Names("images"));
        foreach (var index in new[] { 0, 63, 64, 129 })
        {
            using var picture = SKBitmap.Decode(In($"images/{index:000000}.png"));
            var pixels = picture.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue }.Take(colours)).ToArray();
            Assert.Equal(Image(index, colours), pixels);
        }
    }

    [Fact]
    public void What_is_missing_or_cut_short_in_a_folder_is_made_again_and_nothing_else()
    {
        Fill(130);
        var before = Bytes("images");
        _drawn.Clear();
        File.Delete(In("images/000070.png"));
        File.WriteAllBytes(In("images/000129.png"), before["000129.png"][..^1]);
        File.WriteAllBytes(In("images/000128.png"), []);
        Fill(130);
        Assert.Equal([(64, 64), (128, 64)], _drawn);
        Assert.Equal(before, Bytes("images"));
        _drawn.Clear();
        Fill(130);
        Assert.Empty(_drawn);
    }

    [Fact]
    public void A_folder_can_grow_but_not_shrink_and_takes_no_images_of_another_origin()
    {
        Fill(70);
        var before = Bytes("images");
        Fill(100);
        Assert.All(before, file => Assert.Equal(file.Value, Bytes("images")[file.Key]));
        Assert.Equal(
            $"{In("images")} holds 30 images more than the 70 that are asked for; take another folder, or a larger --count",
            Assert.Throws<ExportException>(() => Fill(70)).Message);
        Assert.Equal(
            $"{In("images")} holds images of another origin (seed 3, asked for is 4); take another folder, or remove it",
            Assert.Throws<ExportException>(() => new PngFolder(In("images"), """{ "seed": 4 }""", 100, Size, 1)).Message);
        Assert.Equal(101, Names("images").Length);
    }

    [Fact]
    public void A_folder_of_other_things_is_left_as_it_is()
    {
        Directory.CreateDirectory(In("images"));
        File.WriteAllText(In("images/thesis.tex"), "");
        Assert.Equal(
            $"{In("images")} holds thesis.tex; expected a new or an empty folder, or one that the same command began", Assert.Throws<ExportException>(() => Fill(1)).Message);
        Assert.Equal(["thesis.tex"], Names("images"));
    }

    [Fact]
    public void Two_commands_do_not_fill_one_place()
    {
        using var folderStore = new PngFolder(In("images"), Origin, 1, Size, 1);
        Assert.Contains("is being written by another process", Assert.Throws<ExportException>(() => new PngFolder(In("images"), Origin, 1, Size, 1)).Message);
        using var fileStore = new NpzImages(In("a.npz"), Origin, 1, Size, 1);
        Assert.Contains("is being written by another process", Assert.Throws<ExportException>(() => new NpzImages(In("a.npz"), Origin, 1, Size, 1)).Message);
    }

    [Fact]
    public void An_interrupted_file_goes_on_with_the_same_bytes()
    {
        using (var store = new NpzImages(In("whole.npz"), Origin, 130, Size, 1))
        {
            Run(store, 130, 1);
            store.Finish([.. Enumerable.Range(0, 130)]);
        }

        // as a killed process leaves it: a batch, and a part of the next
        using (var store = new NpzImages(In("cut.npz"), Origin, 130, Size, 1))
        {
            Run(store, 64, 1);
        }

        using (var part = File.Open(In("cut.npz.part"), FileMode.Append))
        {
            part.Write(new byte[77]);
        }

        _drawn.Clear();
        Assert.Equal(
            $"{In("cut.npz.part")} holds the beginning of images of another origin (seed 3, asked for is 4); remove it, or take another --out",
            Assert.Throws<ExportException>(() => new NpzImages(In("cut.npz"), """{ "seed": 4 }""", 130, Size, 1)).Message);
        using (var store = new NpzImages(In("cut.npz"), Origin, 130, Size, 1))
        {
            Run(store, 130, 1);
            store.Finish([.. Enumerable.Range(0, 130)]);
        }

        Assert.Equal([(64, 64), (128, 64)], _drawn);
        Assert.Equal(File.ReadAllBytes(In("whole.npz")), File.ReadAllBytes(In("cut.npz")));
        Assert.False(File.Exists(In("cut.npz.part")));
    }

    [Fact]
    public void Images_that_several_threads_draw_are_the_same_file()
    {
        foreach (var replicas in new[] { 1, 3 })
        {
            var done = new List<int>();
            using var store = new NpzImages(In($"{replicas}.npz"), Origin, 700, Size, 1);
            ImageExport.Run(
                store, 700, (first, n) => [.. Enumerable.Range(first, n).SelectMany(index => Image(index, 1))], null, (count, _) => done.Add(count), replicas);
            store.Finish(null);
            Assert.Equal([.. Enumerable.Range(1, 10).Select(i => 64 * i), 700], done);
        }

        Assert.Equal(File.ReadAllBytes(In("1.npz")), File.ReadAllBytes(In("3.npz")));
    }

    private void Fill(int count)
    {
        using var store = new PngFolder(In("images"), Origin, count, Size, 1);
        Run(store, count, 1);
        store.Finish(null);
    }

    private void Run(IImageStore store, int count, int colours) => ImageExport.Run(store, count, (first, n) =>
    {
        _drawn.Add((first, n));
        return [.. Enumerable.Range(first, n).SelectMany(index => Image(index, colours))];
    });

    private static IEnumerable<byte> Image(int index, int colours) => Enumerable.Range(0, Size * Size * colours).Select(i => (byte)((index * 31) + (i * 7)));

    private string[] Names(string name) => [.. Directory.GetFiles(In(name)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private Dictionary<string, byte[]> Bytes(string name) => Directory.GetFiles(In(name)).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    private string In(string name) => Path.Combine(_folder.Path, name);
}
