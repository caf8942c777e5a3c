using System.Formats.Tar;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>Thirty small pictures of which the fourth is cut off: read into memory at 8 px, and decoded when they are drawn at 2000 px.</summary>
public sealed class BrokenPicturesTests : IDisposable
{
    private const int Count = 30;
    private const int Small = 8;
    private const int Large = 2000;

    private readonly PictureFolder _folder = new();
    private readonly string _broken;
    private readonly List<string> _warnings = [];

    public BrokenPicturesTests()
    {
        for (var i = 0; i < Count; i++)
        {
            var shade = (byte)(8 * i);
            _folder.Picture($"set/a/{i:00}.png", 12, 10, (x, y) => new SKColor(shade, (byte)(9 * x), (byte)(9 * y)));
        }

        _broken = _folder.File("set/a/03.png");
        File.WriteAllBytes(_broken, File.ReadAllBytes(_broken)[..60]);
        TarFile.CreateFromDirectory(Path.Combine(_folder.Path, "set"), Path.Combine(_folder.Path, "set.tar"), includeBaseDirectory: false);
    }

    [Theory]
    [InlineData("set", Small)]
    [InlineData("set", Large)]
    [InlineData("set.tar", Small)]
    [InlineData("set.tar", Large)]
    public void Asked_to_skip_it_leaves_them_out_names_them_and_has_another_identity(string source, int size)
    {
        var data = Load(source, size, BrokenPictures.Skip);

        Assert.Equal(Count - 1, data.Train.Count + data.Test.Count);
        Assert.Equal(size == Small, data.Train.IsInMemory);
        Assert.Matches($"{Where(source)}: it is cut off$", Assert.Single(data.Skipped));
        Assert.Matches($"{Where(source)}: skipped, as it cannot be read: it is cut off$", Assert.Single(_warnings));
        Assert.NotEqual(Load(source, size, BrokenPictures.Skip, mend: true).Identity, data.Identity);
        Assert.Empty(Load(source, size, BrokenPictures.Skip, mend: true).Skipped);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("set.tar")]
    public void Asked_to_stop_it_stops_at_once_where_all_are_decoded_and_when_it_is_drawn_elsewhere(string source)
    {
        const string Advice = ": cannot be read: it is cut off. Mend or remove it, or leave such pictures out with --broken skip.";
        Assert.EndsWith(Where(source) + Advice, Assert.Throws<BigBiGan.Training.Data.Images.BrokenPictureException>(() => Load(source, Small, BrokenPictures.Stop)).Message);

        foreach (var policy in new BrokenPictures?[] { BrokenPictures.Stop, null })
        {
            var large = Load(source, Large, policy).Train;
            Assert.Equal(Count - 3, large.Count);
            Assert.EndsWith(Where(source) + Advice, Assert.Throws<BigBiGan.Training.Data.Images.BrokenPictureException>(() => large.Image(3)).Message);
        }
    }

    [Fact]
    public void More_than_a_few_are_left_out_only_where_it_is_asked_for()
    {
        foreach (var name in new[] { "05", "06" })
        {
            File.WriteAllBytes(_folder.File($"set/a/{name}.png"), []);
        }

        Assert.Equal(
            $"{_folder.Path}/set: 3 of 30 images cannot be read, expected at most 5 %; the first is {_broken}: it is cut off. "
            + "Mend or remove them, or leave them out with --broken skip.",
            Assert.Throws<DataSourceException>(() => Load("set", Small, null)).Message);
        Assert.Equal(3, Load("set", Small, BrokenPictures.Skip).Skipped.Count);
    }

    [Fact]
    public void What_is_broken_is_looked_for_once()
    {
        var before = Load("set", Large, BrokenPictures.Skip);
        File.SetAttributes(_broken, FileAttributes.Normal);
        var bytes = File.ReadAllBytes(_folder.File("set/a/09.png"));
        File.WriteAllBytes(_folder.File("set/a/09.png"), new byte[bytes.Length]); // of the same name and length: nobody looks

        var after = Load("set", Large, BrokenPictures.Skip);

        Assert.Equal(before.Skipped, after.Skipped);
        Assert.Equal(before.Identity, after.Identity);
    }

    [Fact]
    public void A_check_names_all_of_them()
    {
        File.WriteAllBytes(_folder.File("set/a/05.png"), []);
        var check = DataCheck.Of(Path.Combine(_folder.Path, "set"));
        Assert.Equal(Count, check.Images);
        Assert.Equal([$"{_broken}: it is cut off", $"{_folder.Path}/set/a/05.png: it is empty, or no regular file"], check.Broken);
    }

    public void Dispose() => _folder.Dispose();

    private static string Where(string source) => source == "set" ? "a/03.png" : "set.tar: a/03";

    private DataSource Load(string source, int size, BrokenPictures? broken, bool mend = false)
    {
        if (mend)
        {
            var other = Path.Combine(_folder.Path, "mended");
            Directory.CreateDirectory(other);
            foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, "set/a")))
            {
                Directory.CreateDirectory(Path.Combine(other, "set/a"));
                File.Copy(file == _broken ? _folder.File("set/a/04.png") : file, Path.Combine(other, "set/a", Path.GetFileName(file)), overwrite: true);
            }

            File.Delete(Path.Combine(other, "set.tar"));
            TarFile.CreateFromDirectory(Path.Combine(other, "set"), Path.Combine(other, "set.tar"), includeBaseDirectory: false);
            return DataSource.Load(Path.Combine(other, source), size, 3, options: new SourceOptions(broken));
        }

        return DataSource.Load(Path.Combine(_folder.Path, source), size, 3, _warnings.Add, options: new SourceOptions(broken));
    }
}
