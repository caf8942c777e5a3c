using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;
using SkiaSharp;

namespace BigBiGan.Training.Data.Packs;

/// <summary>
/// Writes a pack. Pictures are made by all cores and written in their order, to a file aside that a later sitting goes on with: what is whole in it stays,
/// so that a pack that was interrupted has the bytes of one that was not.
/// </summary>
/// <param name="path">Of the pack.</param>
/// <param name="sets">What is trained on, and what is tested on.</param>
/// <param name="identity">Of both sets together.</param>
/// <param name="shape">Whose size the shorter side of a picture gets.</param>
/// <param name="quality">Of JPEGs; null for plain pixels.</param>
internal sealed class PackWriter(string path, ImageSet[] sets, string identity, PictureShape shape, int? quality)
{
    /// <summary>Pictures that the needed room is estimated by.</summary>
    private const int Sampled = 64;

    /// <summary>Left free on the disk, in bytes.</summary>
    private const long Spare = 1L << 28;

    /// <summary>Bytes of pictures that are made at once, about: so much is lost where a pack is interrupted, and so much memory is taken.</summary>
    private const int BlockBytes = 1 << 25;

    private readonly int _count = sets.Sum(set => set.Count);
    private readonly IncrementalHash _content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The file that is written until the pack is whole.</summary>
    private string Part => path + ".part";

    private byte[] Key => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"pack {PackFormat.Version} {identity} {shape.Size} {shape.Colours} quality {quality}")));

    /// <param name="progress">Receives (done, total) about once a second when it takes more than two seconds.</param>
    /// <param name="note">Receives a line about the room that it takes, and one where an interrupted pack is gone on with.</param>
    /// <returns>How many pictures were there already.</returns>
    /// <exception cref="DataSourceException">A picture cannot be read, or the disk has no room.</exception>
    public int Write(Action<int, int>? progress, Action<string>? note)
    {
        try
        {
            int found;
            using (var file = new FileStream(Part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 20))
            {
                var records = new PackRecord[_count];
                found = GoOn(file, records);
                CheckRoom(file.Position, note);
                if (found > 0)
                {
                    note?.Invoke($"{Part}: {Quantity.Exact(found)} of {Quantity.Exact(_count)} pictures are there already");
                }

                WritePictures(file, records, found, progress);
                WriteEnd(file, records);
                file.Flush(flushToDisk: true);
            }

            File.Move(Part, path, overwrite: true);
            return found;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be written: {problem.Message} What is written stays in {Part}, and is gone on with.", problem);
        }
    }

    /// <summary>Reads what an earlier sitting wrote, and goes to the end of what is whole of it.</summary>
    /// <returns>How many pictures are there.</returns>
    private int GoOn(FileStream file, PackRecord[] records)
    {
        var start = new byte[PackFormat.StartBytes];
        PackFormat.Word.CopyTo(start);
        Key.CopyTo(start, PackFormat.Word.Length);
        var found = new byte[PackFormat.StartBytes];
        if (file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) < found.Length || !found.AsSpan().SequenceEqual(start))
        {
            file.SetLength(0);
            file.Write(start);
            return 0;
        }

        var (index, at) = (0, file.Position);
        var entry = new byte[PackFormat.EntryBytes];
        while (index < records.Length && file.ReadAtLeast(entry, entry.Length, throwOnEndOfStream: false) == entry.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(entry);
            if (length <= 0 || length > file.Length - file.Position)
            {
                break;
            }

            var stored = new byte[length];
            file.ReadExactly(stored);
            if (Crc32C.Of(stored) != BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(4)))
            {
                break;
            }

            Count(records, index++, at + PackFormat.EntryBytes, stored);
            at = file.Position;
        }

        file.SetLength(at);
        file.Position = at;
        return index;
    }

    private void WritePictures(FileStream file, PackRecord[] records, int first, Action<int, int>? progress)
    {
        var report = new SlowReport(progress, _count - first);
        var block = Math.Clamp(BlockBytes / shape.Bytes, Environment.ProcessorCount, 256);
        var made = new byte[block][];
        Span<byte> entry = stackalloc byte[PackFormat.EntryBytes];
        for (; first < _count; first += block)
        {
            var (from, count) = (first, Math.Min(block, _count - first));
            AllCores.Each(count, i =>
            {
                made[i] = Made(from + i);
                report.Done();
            });
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(entry, made[i].Length);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Crc32C.Of(made[i]));
                file.Write(entry);
                Count(records, from + i, file.Position, made[i]);
                file.Write(made[i]);
            }
        }
    }

    private void WriteEnd(FileStream file, PackRecord[] records)
    {
        _content.AppendData(Encoding.UTF8.GetBytes($"{sets[0].Count} {_count} {string.Join('\n', sets[0].ClassNames)}"));
        var head = new PackHead(
            PackFormat.Version, sets[0].Name, _count, sets[0].Count, shape.Size, shape.Colours, quality, sets[0].ClassNames, identity,
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(records.AsSpan()))), Convert.ToHexStringLower(_content.GetHashAndReset()));
        file.Write(MemoryMarshal.AsBytes(records.AsSpan()));
        FileTail.Write(file, head, PackFormat.Word);
    }

    private void Count(PackRecord[] records, int index, long position, byte[] stored)
    {
        var (set, at) = Of(index);
        records[index] = new PackRecord(position, stored.Length, set.Labels[at]);
        _content.AppendData(BitConverter.GetBytes(set.Labels[at]));
        _content.AppendData(BitConverter.GetBytes(stored.Length));
        _content.AppendData(stored);
    }

    private byte[] Made(int index)
    {
        var (set, at) = Of(index);
        var picture = set.Pixels.Whole(at, shape);
        return quality is not { } asked ? PackFormat.Plain(picture)
            : Jpeg(picture, asked)
                ?? throw new DataSourceException(
                    $"{set.Files?[at] ?? $"image {at} of {set.Name}"}: its {picture.Width}x{picture.Height} pixels are too many for a JPEG. "
                    + "Cut it, or pack plain pixels.");
    }

    private (ImageSet Set, int At) Of(int index) => index < sets[0].Count ? (sets[0], index) : (sets[1], index - sets[0].Count);

    /// <summary>Null where a JPEG has no room for it.</summary>
    private byte[]? Jpeg(PlanarPicture picture, int asked)
    {
        var plane = picture.Width * picture.Height;
        var grey = shape.Colours == 1;
        using var bitmap = new SKBitmap(picture.Width, picture.Height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < plane; i++)
        {
            var at = grey ? ((i / picture.Width) * bitmap.RowBytes) + (i % picture.Width) : 4 * i;
            if (grey)
            {
                pixels[at] = picture.Pixels[i];
                continue;
            }

            (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]) =
                (picture.Pixels[i], picture.Pixels[plane + i], picture.Pixels[(2 * plane) + i], byte.MaxValue);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, asked);
        return data?.ToArray();
    }

    /// <summary>By some pictures from all over the source.</summary>
    private void CheckRoom(long written, Action<string>? note)
    {
        var sampled = Math.Min(Sampled, _count);
        var lengths = new long[sampled];
        AllCores.Each(sampled, i => lengths[i] = Made((int)((long)i * _count / sampled)).Length);
        var needed = (long)(lengths.Average() * _count);
        var free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace + written;
        if (free - Spare < needed)
        {
            throw new DataSourceException(
                $"{path}: the pack takes about {Quantity.Bytes(needed)}, and {Quantity.Bytes(free)} are free there. "
                + "Make room, or ask for a smaller --size or for JPEGs (--quality 90).");
        }

        note?.Invoke($"packing {Quantity.Exact(_count)} images, about {Quantity.Bytes(needed)}, to {path}");
    }
}
