using PureHDF.Filters;

namespace BigBiGan.Training.Data.Shards;

/// <summary>LZF (Lehmann's LibLZF), the compression that <c>make_hdf5.py --compression</c> and h5py have and the HDF5 library has not.</summary>
internal sealed class LzfFilter : IH5Filter
{
    /// <summary>In the HDF group's registry.</summary>
    public const ushort Id = 32000;

    /// <summary>Of a control byte: below it so many bytes and one more follow as they are; else it begins a copy.</summary>
    private const int Literals = 32;

    public ushort FilterId => Id;

    public string Name => "lzf";

    /// <exception cref="InvalidDataException">The bytes are no LZF of a chunk.</exception>
    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
        {
            throw new NotSupportedException("LZF is read and not written.");
        }

        var result = new byte[info.ChunkSize];
        try
        {
            return result.AsMemory(0, Unpack(info.Buffer.Span, result));
        }
        catch (Exception problem) when (problem is IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException("a chunk of its LZF is damaged", problem);
        }
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => [];

    /// <returns>How many bytes came out.</returns>
    private static int Unpack(ReadOnlySpan<byte> packed, Span<byte> result)
    {
        var (from, to) = (0, 0);
        while (from < packed.Length)
        {
            int control = packed[from++];
            if (control < Literals)
            {
                packed.Slice(from, control + 1).CopyTo(result[to..]);
                (from, to) = (from + control + 1, to + control + 1);
                continue;
            }

            var length = (control >> 5) + 2;
            if (length == 9)
            {
                length += packed[from++];
            }

            // a copy may overlap what it makes: byte by byte
            var start = to - ((control & 31) << 8) - packed[from++] - 1;
            for (var i = 0; i < length; i++)
            {
                result[to + i] = result[start + i];
            }

            to += length;
        }

        return to;
    }
}
