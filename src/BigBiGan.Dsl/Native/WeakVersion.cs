using System.Buffers.Binary;
using System.Text;

namespace BigBiGan.Dsl.Native;

/// <summary>
/// Makes one symbol version that a shared library asks for optional, in the library's bytes. libLibTorchSharp.so asks for
/// GLIBCXX_3.4.32 (GCC 13) for a symbol that no relocation uses; with VER_FLG_WEAK the loader of an older host lets it pass.
/// </summary>
internal static class WeakVersion
{
    private const int SectionVersionNeed = 0x6FFFFFFE; // SHT_GNU_verneed
    private const ushort FlagWeak = 2; // VER_FLG_WEAK

    /// <summary>False where the library does not ask for that version.</summary>
    /// <param name="elf">A 64-bit little-endian ELF file; changed in place.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static bool MakeOptional(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        var sections = (int)Int64(elf, 0x28); // e_shoff
        var sectionSize = Int16(elf, 0x3A); // e_shentsize
        var sectionCount = Int16(elf, 0x3C); // e_shnum
        for (var i = 0; i < sectionCount; i++)
        {
            var section = elf.Slice(sections + (i * sectionSize), sectionSize);
            if (Int32(section, 4) == SectionVersionNeed)
            {
                var strings = elf.Slice(sections + (Int32(section, 40) * sectionSize), sectionSize); // sh_link
                return MakeOptional(elf, (int)Int64(section, 24), (int)Int64(strings, 24), version);
            }
        }

        return false;
    }

    private static bool MakeOptional(Span<byte> elf, int need, int strings, string version)
    {
        var name = Encoding.ASCII.GetBytes(version + '\0');
        while (true)
        {
            // Verneed: u16 version, u16 count, u32 file, u32 first aux, u32 next
            var aux = need + Int32(elf, need + 8);
            for (var left = Int16(elf, need + 2); left > 0; left--)
            {
                // Vernaux: u32 hash, u16 flags, u16 other, u32 name, u32 next
                if (elf[(strings + Int32(elf, aux + 8))..].StartsWith(name))
                {
                    var flags = elf.Slice(aux + 4, 2);
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(Int16(flags, 0) | FlagWeak));
                    return true;
                }

                aux += Int32(elf, aux + 12);
            }

            var next = Int32(elf, need + 12);
            if (next == 0)
            {
                return false;
            }

            need += next;
        }
    }

    private static ushort Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
