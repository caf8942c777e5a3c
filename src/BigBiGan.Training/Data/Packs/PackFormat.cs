using System.Buffers.Binary;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Packs;

/// <summary>
/// The file of a pack: a word and the key of what is in it; the pictures, each behind its length and its checksum; a record for each picture; the head in
/// JSON, its length and the word once more. Numbers are little-endian.
/// </summary>
internal static class PackFormat
{
    public const string Ending = ".pack";

    public const int Version = 1;

    /// <summary>Of the word and the key.</summary>
    public const int StartBytes = 40;

    /// <summary>Of what stands before a picture.</summary>
    public const int EntryBytes = 8;

    /// <summary>Of the width and the height before plain pixels.</summary>
    public const int SidesBytes = 8;

    public static ReadOnlySpan<byte> Word => "BBGPACK1"u8;

    /// <summary>A picture as it is stored: its sides and its pixels.</summary>
    public static byte[] Plain(PlanarPicture picture)
    {
        var stored = new byte[SidesBytes + picture.Pixels.Length];
        BinaryPrimitives.WriteInt32LittleEndian(stored, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(stored.AsSpan(4), picture.Height);
        picture.Pixels.CopyTo(stored, SidesBytes);
        return stored;
    }

    /// <summary>How the pixels of a stored picture lie.</summary>
    public static PixelLayout Layout(ReadOnlySpan<byte> stored, int colours) => new(
        colours, BinaryPrimitives.ReadInt32LittleEndian(stored[4..]), BinaryPrimitives.ReadInt32LittleEndian(stored), IsPlanar: true);
}
