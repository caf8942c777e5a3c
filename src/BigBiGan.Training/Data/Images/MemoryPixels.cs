namespace BigBiGan.Training.Data.Images;

/// <summary>Images in memory, one byte per value.</summary>
/// <param name="pixels">[N, C, size, size]</param>
/// <param name="originals">Where crops are cut from, at full resolution; null where the images in memory are all that there is.</param>
internal sealed class MemoryPixels(byte[] pixels, int size, int colours, IPixels? originals = null) : IPixels
{
    private readonly int _length = colours * size * size;

    public int Count => pixels.Length / _length;

    public bool IsInMemory => true;

    public bool DecodesCrops => originals is not null;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        if (frame.Crop is null)
        {
            pixels.AsSpan(index * _length, _length).CopyTo(result);
        }
        else if (originals is not null)
        {
            originals.Read(index, frame, result);
        }
        else
        {
            var (box, plane) = (frame.Of(size, size), size * size);
            for (var colour = 0; colour < colours; colour++)
            {
                Resampler.Resize(
                    pixels.AsSpan((index * _length) + (colour * plane), plane), size, box, result.Slice(colour * plane, plane), size);
            }
        }
    }
}
