using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Images;

internal static class PixelBuffer
{
    /// <exception cref="DataSourceException">More than one array can hold.</exception>
    public static byte[] Allocate(string name, int count, int colours, int size)
    {
        var image = (long)colours * size * size;
        if (count * image <= Array.MaxLength)
        {
            return new byte[count * image];
        }

        var largest = (int)Math.Sqrt(Array.MaxLength / ((double)count * colours));
        throw new DataSourceException(
            $"{name}: {count} images of {colours}x{size}x{size} are {count * image} bytes; expected at most {Array.MaxLength}, as images are kept in memory. "
            + $"At this size {Array.MaxLength / image} images fit; all {count} fit at {largest}x{largest} or less. "
            + "Use fewer images, or a variant of smaller ones.");
    }
}
