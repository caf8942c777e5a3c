using System.Buffers.Binary;
using System.Text;

namespace BigBiGan.Dsl.Native;

/// <summary>What a shared library offers and asks for by name, read from its file: nothing of it is loaded or run.</summary>
internal sealed class ElfLibrary
{
    private const int HeaderSize = 64; // Elf64_Ehdr
    private const int SectionSize = 64; // Elf64_Shdr
    private const int SymbolSize = 24; // Elf64_Sym
    private const uint NoBits = 8; // SHT_NOBITS: takes no room in the file
    private const uint DynamicSymbols = 11; // SHT_DYNSYM
    private const uint SymbolVersions = 0x6FFFFFFF; // SHT_GNU_versym
    private const int Global = 1; // STB_GLOBAL

    private ElfLibrary(IReadOnlySet<string> offered, IReadOnlyList<string> asked) => (Offered, Asked) = (offered, asked);

    /// <summary>Names that other libraries may use.</summary>
    public IReadOnlySet<string> Offered { get; }

    /// <summary>
    /// Names that another library must offer, without those that have a version: these belong to the system's libraries, and libtorch has none.
    /// </summary>
    public IReadOnlyList<string> Asked { get; }

    /// <exception cref="InvalidDataException">
    /// It is no library of a 64-bit little-endian machine, or a part of it is missing. The message follows a file's name.
    /// </exception>
    public static ElfLibrary Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var header = Part(0, HeaderSize);
        if (!header.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("is no library of a 64-bit machine");
        }

        var table = Int64(header, 0x28); // e_shoff: linkers write it behind all that it tells of
        var sections = Enumerable.Range(0, Int16(header, 0x3C)).Select(i => Part(table + (i * SectionSize), SectionSize)).ToArray();
        foreach (var section in sections.Where(section => Int32(section, 4) != NoBits))
        {
            Whole(Int64(section, 24) + Int64(section, 32));
        }

        if (Array.Find(sections, section => Int32(section, 4) == DynamicSymbols) is not { } found)
        {
            throw new InvalidDataException("has no table of symbols");
        }

        var symbols = Contents(found);
        var names = Contents(sections[Int32(found, 40)]); // sh_link
        var versions = Array.Find(sections, section => Int32(section, 4) == SymbolVersions) is { } versioned ? Contents(versioned) : null;
        var (offered, asked) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        for (var i = 1; i < symbols.Length / SymbolSize; i++)
        {
            // u32 name, u8 info, u8 other, u16 section, u64 value, u64 size
            var symbol = symbols.AsSpan(i * SymbolSize, SymbolSize);
            if (Int16(symbol, 6) != 0)
            {
                offered.Add(Name(symbol));
            }
            else if (symbol[4] >> 4 == Global && (versions is null || Int16(versions, i * 2) <= 1))
            {
                asked.Add(Name(symbol));
            }
        }

        return new ElfLibrary(offered, asked);

        byte[] Contents(byte[] section) => Part(Int64(section, 24), (int)Int64(section, 32));

        byte[] Part(long at, int size)
        {
            Whole(at + size);
            var bytes = new byte[size];
            for (var read = 0; read < size;)
            {
                read += RandomAccess.Read(file, bytes.AsSpan(read), at + read);
            }

            return bytes;
        }

        void Whole(long end)
        {
            if (end > length || end < 0)
            {
                throw new InvalidDataException(FormattableString.Invariant($"is cut short: it ends after {length} bytes, and asks for some up to {end}"));
            }
        }

        string Name(ReadOnlySpan<byte> symbol)
        {
            var name = names.AsSpan((int)Int32(symbol, 0));
            return Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        }
    }

    private static ushort Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
