namespace BigBiGan.Training.Data.Images;

/// <summary>Images in memory, one byte per value.</summary>
/// <param name="pixels">[N, C, size, size]</param>
/// <param name="originals">Where crops are cut from, at full resolution; null where the images in memory are all that there is.</param>
internal sealed class MemoryPixels(byte[] pixels, PictureShape shape, IPixels? originals = null) : IPixels
{
    public int Count => pixels.Length / shape.Bytes;

    public bool IsInMemory => true;

    public bool DecodesCrops => originals is not null;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        var image = pixels.AsSpan(index * shape.Bytes, shape.Bytes);
        if (frame.Crop is null)
        {
            image.CopyTo(result);
        }
        else if (originals is not null)
        {
            originals.Read(index, frame, result);
        }
        else
        {
            // a part that gets the size of the whole is enlarged, where antialiasing has no meaning
            var (box, plane) = (frame.Of(shape.Size, shape.Size), shape.Size * shape.Size);
            for (var colour = 0; colour < shape.Colours; colour++)
            {
                Resampler.Resize(image.Slice(colour * plane, plane), shape.Size, box, result.Slice(colour * plane, plane), shape.Size);
            }
        }
    }

    /// <summary>Where there is no original, the image as it stands in memory.</summary>
    public PlanarPicture Whole(int index, PictureShape whole) => originals?.Whole(index, whole)
        ?? new PlanarPicture(shape.Size, shape.Size, pixels.AsSpan(index * shape.Bytes, shape.Bytes).ToArray());
}
