using System.Text;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>What ranks tell each other besides tensors.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Code">The exit code of <see cref="RankMessageKind.End"/>.</param>
/// <param name="Text">The reason of <see cref="RankMessageKind.Failure"/>, in one line.</param>
internal sealed record RankMessage(RankMessageKind Kind, int Code = 0, string Text = "")
{
    /// <summary>Of every message: small enough to be under way without the other's help.</summary>
    public const int Length = 1024;

    private const int Head = 4; // kind, code, and the length of the text in two bytes

    /// <summary>Nothing but a sign of life.</summary>
    public static RankMessage Beat { get; } = new(RankMessageKind.Beat);

    public static RankMessage Read(ReadOnlySpan<byte> bytes) =>
        new((RankMessageKind)bytes[0], bytes[1], Encoding.UTF8.GetString(bytes.Slice(Head, BitConverter.ToUInt16(bytes[2..]))));

    /// <param name="bytes">A text that is too long for them is cut.</param>
    public void Write(Span<byte> bytes)
    {
        (bytes[0], bytes[1]) = ((byte)Kind, (byte)Code);
        Encoding.UTF8.GetEncoder().Convert(Text, bytes[Head..], flush: true, out _, out var used, out _);
        BitConverter.TryWriteBytes(bytes[2..], (ushort)used);
    }
}
