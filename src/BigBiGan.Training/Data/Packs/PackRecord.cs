using System.Runtime.InteropServices;

namespace BigBiGan.Training.Data.Packs;

/// <summary>Where a picture lies in a pack.</summary>
/// <param name="Position">Of its first byte.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Label">Of its class.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct PackRecord(long Position, int Length, int Label);
