using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>What the ranks of one communicator know each other by: ncclUniqueId.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NcclId
{
    private const int Length = 128;

    private fixed byte _bytes[Length];

    /// <summary>In hexadecimal digits.</summary>
    public override string ToString()
    {
        fixed (byte* bytes = _bytes)
        {
            return Convert.ToHexString(new ReadOnlySpan<byte>(bytes, Length));
        }
    }

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static NcclId Parse(string text)
    {
        NcclId id;
        Convert.FromHexString(text).CopyTo(new Span<byte>(id._bytes, Length));
        return id;
    }
}
