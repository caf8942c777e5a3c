using System.Buffers;

namespace BigBiGan.Training.Data.Images;

/// <summary>Images at a smaller size, by averaging squares.</summary>
/// <param name="side">Of the images as they are.</param>
/// <param name="size">A divisor of it.</param>
internal sealed class ReducedPixels(IPixels large, int side, int size, int colours) : IPixels
{
    public int Count => large.Count;

    public bool IsInMemory => large.IsInMemory;

    public bool IsDecoded => large.IsDecoded;

    public bool DecodesCrops => large.DecodesCrops;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        var (from, to) = (side * side, size * size);
        var image = ArrayPool<byte>.Shared.Rent(colours * from);
        large.Read(index, frame, image.AsSpan(0, colours * from));
        for (var colour = 0; colour < colours; colour++)
        {
            MeanPool.Reduce(image.AsSpan(colour * from, from), side, result.Slice(colour * to, to), size);
        }

        ArrayPool<byte>.Shared.Return(image);
    }

    public PlanarPicture Whole(int index, PictureShape shape) => large.Whole(index, shape);
}
