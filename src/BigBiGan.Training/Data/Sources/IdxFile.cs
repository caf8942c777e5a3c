using System.Buffers.Binary;
using System.IO.Compression;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Sources;

/// <summary>
/// One IDX file (http://yann.lecun.com/exdb/mnist), plain or gzipped: 00 00 08 rank, the dimensions as big-endian int32, then
/// unsigned bytes.
/// </summary>
/// <param name="Name">The file's path, for messages.</param>
internal sealed record IdxFile(string Name, int[] Dimensions, byte[] Values)
{
    private const byte UnsignedByte = 8;

    /// <exception cref="DataSourceException">The file is empty, is not IDX bytes of this rank, or is damaged.</exception>
    public static IdxFile Read(string path, int rank)
    {
        // Devices and pipes have no length, and whoever opens a pipe waits for a writer.
        if (new FileInfo(path).Length == 0)
        {
            throw new DataSourceException($"{path}: empty, or no regular file; expected an IDX file, plain or gzipped. Fetch the file again.");
        }

        using var file = File.OpenRead(path);
        return Read(file, path, rank);
    }

    /// <exception cref="DataSourceException">The file is not IDX bytes of this rank, or is damaged.</exception>
    public static IdxFile Read(Stream file, string name, int rank)
    {
        using var stored = new MemoryStream();
        file.CopyTo(stored);
        var packed = stored.GetBuffer() is [0x1f, 0x8b, ..];
        var content = packed ? Unpacked(stored, name) : stored.ToArray();
        var head = 4 + (4 * rank);
        if (content.Length < 4 || content[0] != 0 || content[1] != 0 || content[2] != UnsignedByte || content[3] != rank)
        {
            var found = content.Length < 4 ? $"{content.Length} bytes" : Convert.ToHexStringLower(content.AsSpan(0, 4));
            throw new DataSourceException(
                $"{name}: not an IDX file of unsigned bytes with {rank} dimensions: expected it to begin with 0000080{rank}, found {found}.");
        }

        if (content.Length < head)
        {
            throw new DataSourceException($"{name}: truncated: expected {head} bytes of header, found {content.Length}. Fetch the file again.");
        }

        var dimensions = new int[rank];
        long expected = 1;
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + (4 * i)));
            if (dimensions[i] < 1)
            {
                throw new DataSourceException($"{name}: dimension {i + 1} is {dimensions[i]}; expected at least 1.");
            }

            expected = Math.Min(expected * dimensions[i], int.MaxValue);
        }

        if (content.Length - head != expected)
        {
            var state = content.Length - head > expected ? "too long" : packed ? "truncated gzip data" : "truncated";
            throw new DataSourceException(
                $"{name}: {state}: expected {expected} bytes after the header ({string.Join('x', dimensions)}), found {content.Length - head}. "
                + "Fetch the file again.");
        }

        return new IdxFile(name, dimensions, content[head..]);
    }

    /// <summary>
    /// As gzip does: several members are one file, and what follows the last one is padding. .NET takes a truncated file for a shorter
    /// one; the IDX header then says how much is missing.
    /// </summary>
    private static byte[] Unpacked(MemoryStream stored, string name)
    {
        stored.Position = 0;
        using var unpacked = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(stored, CompressionMode.Decompress);
            gzip.CopyTo(unpacked);
        }
        catch (InvalidDataException damage)
        {
            throw new DataSourceException($"{name}: damaged gzip data after {unpacked.Length} bytes ({damage.Message}). Fetch the file again.", damage);
        }

        return unpacked.ToArray();
    }
}
