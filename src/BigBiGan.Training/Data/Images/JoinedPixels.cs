namespace BigBiGan.Training.Data.Images;

/// <summary>The images of two sets, one after the other.</summary>
internal sealed class JoinedPixels(IPixels first, IPixels second) : IPixels
{
    public int Count => first.Count + second.Count;

    public bool IsInMemory => first.IsInMemory && second.IsInMemory;

    public bool IsDecoded => first.IsDecoded && second.IsDecoded;

    public bool DecodesCrops => first.DecodesCrops || second.DecodesCrops;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        if (index < first.Count)
        {
            first.Read(index, frame, result);
        }
        else
        {
            second.Read(index - first.Count, frame, result);
        }
    }

    public PlanarPicture Whole(int index, PictureShape shape) =>
        index < first.Count ? first.Whole(index, shape) : second.Whole(index - first.Count, shape);
}
