namespace BigBiGan.Training.Data.Images;

/// <summary>The images of two sets, one after the other.</summary>
internal sealed class JoinedPixels(IPixels first, IPixels second) : IPixels
{
    public int Count => first.Count + second.Count;

    public bool IsInMemory => first.IsInMemory && second.IsInMemory;

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
}
