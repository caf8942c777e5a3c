using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Tests.Data;

/// <summary>
/// Pictures of 12 x 9 pixels in the formats that people have, written by Pillow 9.4, and beside each the central square that Pillow reads of it
/// ([3, 9, 9]; transparency before black, of 16 bits the upper eight).
/// </summary>
public sealed class PictureFormatTests
{
    private const int Size = 9;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden", "pictures");

    public static TheoryData<string> Pictures => [.. Directory.GetFiles(Folder).Where(file => !file.EndsWith(".rgb", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)).Order()];

    /// <summary>Where two decoders may differ by rounding: JPEG's colours, and transparency over black.</summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_read_as_Pillow_reads_it(string name)
    {
        var found = Read(File.ReadAllBytes(Path.Combine(Folder, name)));
        var expected = File.ReadAllBytes(Path.Combine(Folder, name + ".rgb"));
        var most = name.EndsWith(".jpg", StringComparison.Ordinal) ? 2 : name.Contains("alpha", StringComparison.Ordinal) ? 1 : 0;
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - most, pair.Second + most));
    }

    [Fact]
    public void Its_kind_is_told_by_its_content()
    {
        using var folder = new PictureFolder();
        var misnamed = folder.Write("a.jpg", File.ReadAllBytes(Path.Combine(Folder, "rgb.png")));
        var result = new byte[3 * Size * Size];
        Assert.Null(ImageFile.Read(misnamed, PictureFrame.Centre, result, new PictureShape(Size, 3)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, "rgb.png.rgb")), result);
    }

    private static byte[] Read(byte[] bytes)
    {
        var result = new byte[3 * Size * Size];
        Assert.Null(PictureDecoder.Read(bytes, PictureFrame.Centre, result, new PictureShape(Size, 3)));
        return result;
    }
}
