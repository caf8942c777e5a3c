using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Training.Text;

/// <summary>Reading at a place of a file, whatever number of bytes the system gives at once. For any number of threads.</summary>
internal static class PositionedRead
{
    /// <returns>False where the file ends before.</returns>
    public static bool TryFill(SafeFileHandle file, Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, position);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
            position += read;
        }

        return true;
    }
}
