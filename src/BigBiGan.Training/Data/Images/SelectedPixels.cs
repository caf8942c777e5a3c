namespace BigBiGan.Training.Data.Images;

/// <summary>Some of the images of others, in an order of their own.</summary>
internal sealed class SelectedPixels(IPixels all, int[] indices) : IPixels
{
    public int Count => indices.Length;

    public bool IsInMemory => all.IsInMemory;

    public bool IsDecoded => all.IsDecoded;

    public bool DecodesCrops => all.DecodesCrops;

    public void Read(int index, PictureFrame frame, Span<byte> result) => all.Read(indices[index], frame, result);

    public PlanarPicture Whole(int index, PictureShape shape) => all.Whole(indices[index], shape);
}
