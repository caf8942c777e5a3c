using System.Runtime.InteropServices;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Images of which the first ones stay in memory once they were read. An epoch takes each image once, so that no other choice would be asked for more
/// often, and which ones stay follows from their number alone.
/// </summary>
internal sealed unsafe class CachedPixels : IPixels, IDisposable
{
    private readonly IPixels _images;
    private readonly int _length;
    private readonly byte[] _has;
    private readonly byte* _kept;

    /// <param name="images">Those that are decoded whenever they are read.</param>
    /// <param name="length">Of one, in bytes.</param>
    /// <param name="most">Bytes to keep; memory is taken as images come.</param>
    public CachedPixels(IPixels images, int length, long most)
    {
        (_images, _length) = (images, length);
        _has = new byte[Math.Min(images.Count, most / length)];
        _kept = (byte*)NativeMemory.AllocZeroed((nuint)_has.LongLength, (nuint)length);
    }

    ~CachedPixels() => Free();

    public int Count => _images.Count;

    /// <summary>How many of them stay.</summary>
    public int Kept => _has.Length;

    public bool IsInMemory => false;

    public void Read(int index, PictureFrame frame, Span<byte> result)
    {
        if (index >= _has.Length || frame.Crop is not null)
        {
            _images.Read(index, frame, result);
            return;
        }

        var kept = new Span<byte>(_kept + ((long)index * _length), _length);
        if (Volatile.Read(ref _has[index]) == 1)
        {
            kept.CopyTo(result);
            GC.KeepAlive(this);
            return;
        }

        // two threads at one image write the same bytes
        _images.Read(index, frame, result);
        result.CopyTo(kept);
        Volatile.Write(ref _has[index], 1);
        GC.KeepAlive(this);
    }

    public PlanarPicture Whole(int index, PictureShape shape) => _images.Whole(index, shape);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free() => NativeMemory.Free(_kept);
}
