using System.Runtime.InteropServices;

namespace BigBiGan.Training.Data.Index;

/// <summary>Where a picture lies, as an index stores it.</summary>
/// <param name="Position">Of its first byte in its file.</param>
/// <param name="NameAt">Where its name begins among the names.</param>
/// <param name="Length">In bytes.</param>
/// <param name="NameLength">In bytes.</param>
/// <param name="Label">Of its class.</param>
/// <param name="File">Which of the indexed files it lies in.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct IndexRecord(long Position, long NameAt, int Length, int NameLength, int Label, int File);
