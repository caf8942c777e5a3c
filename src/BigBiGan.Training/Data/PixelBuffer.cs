namespace BigBiGan.Training.Data;

internal static class PixelBuffer
{
    /// <exception cref="DataSourceException">More than one array can hold.</exception>
    public static byte[] Allocate(string name, int count, int colours, int size)
    {
        var bytes = (long)count * colours * size * size;
        return bytes <= Array.MaxLength
            ? new byte[bytes]
            : throw new DataSourceException(
                $"{name}: {count} images of {colours}x{size}x{size} are {bytes} bytes; expected at most {Array.MaxLength}, as images are kept in memory. Use fewer images or a smaller size.");
    }
}
