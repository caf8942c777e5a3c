
namespace BigBiGan.Training.Data.Images;

/// <summary>Pictures that are files of their own, decoded whenever they are read.</summary>
internal sealed class FilePixels(IReadOnlyList<string> paths, PictureShape shape) : IPixels
{
    public int Count => paths.Count;

    public bool IsInMemory => false;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        if (ImageFile.Read(paths[index], frame, result, shape) is { } reason)
        {
            throw new BrokenPictureException(paths[index], reason);
        }
    }

    public PlanarPicture Whole(int index, PictureShape shape) => ImageFile.ReadWhole(paths[index], shape, out var picture) is { } reason
        ? throw new BrokenPictureException(paths[index], reason)
        : picture!;
}
