using System.Numerics;
using System.Runtime.InteropServices;

namespace BigBiGan.Training.Text;

/// <summary>The checksum CRC-32C (Castagnoli), eight bytes at once.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var value in bytes[(bytes.Length & ~7)..])
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
