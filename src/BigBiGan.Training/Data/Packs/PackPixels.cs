using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Packs;

/// <summary>Pictures of a pack.</summary>
/// <param name="first">The pack's picture that is image 0 here.</param>
/// <param name="checks">Whether each picture is compared with its checksum.</param>
internal sealed class PackPixels(PackReader pack, int first, int count, PictureShape shape, bool checks = false) : IPixels
{
    public int Count => count;

    public bool IsInMemory => false;

    public bool IsDecoded => pack.Head.Quality is null;

    public bool DecodesCrops => true;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        var stored = Stored(index);
        if (pack.Head.Quality is null)
        {
            PackFormat.Layout(stored, pack.Head.Colours).Read(stored[PackFormat.SidesBytes..], frame, result, shape);
        }
        else if (PictureDecoder.Read(stored, frame, result, shape) is { } reason)
        {
            throw Broken(index, reason);
        }
    }

    public PlanarPicture Whole(int index, PictureShape whole)
    {
        var stored = Stored(index);
        if (pack.Head.Quality is null)
        {
            return PackFormat.Layout(stored, pack.Head.Colours).Whole(stored[PackFormat.SidesBytes..], whole);
        }

        return PictureDecoder.ReadWhole(stored, whole, out var picture) is { } reason ? throw Broken(index, reason) : picture!;
    }

    private ReadOnlySpan<byte> Stored(int index)
    {
        var record = pack.Records[first + index];
        return checks && !pack.IsWhole(record) ? throw Broken(index, "its bytes are not those that were written") : pack.Stored(record);
    }

    private BrokenPictureException Broken(int index, string reason) => new($"{pack.Path}: picture {first + index}", reason);
}
