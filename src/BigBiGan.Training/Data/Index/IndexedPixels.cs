using System.Buffers;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;
using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Training.Data.Index;

/// <summary>Pictures that an index knows, decoded whenever they are read.</summary>
/// <param name="chosen">Which of the index's pictures are images here.</param>
internal sealed class IndexedPixels(PictureIndex index, int[] chosen, PictureShape shape) : IPixels
{
    public int Count => chosen.Length;

    public bool IsInMemory => false;

    public void Read(int image, PictureFrame frame, Span<byte> result)
    {
        var record = index.Records[chosen[image]];
        var rented = ArrayPool<byte>.Shared.Rent(record.Length);
        try
        {
            var bytes = rented.AsSpan(0, record.Length);
            Fetch(record, bytes);
            if (index.Stores[record.File].Layout is { } layout)
            {
                layout.Read(bytes, frame, result, shape);
            }
            else if (PictureDecoder.Read(bytes, frame, result, shape) is { } reason)
            {
                throw Broken(record, reason);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public PlanarPicture Whole(int image, PictureShape whole)
    {
        var record = index.Records[chosen[image]];
        var bytes = new byte[record.Length];
        Fetch(record, bytes);
        if (index.Stores[record.File].Layout is { } layout)
        {
            return layout.Whole(bytes, whole);
        }

        return PictureDecoder.ReadWhole(bytes, whole, out var picture) is { } reason ? throw Broken(record, reason) : picture!;
    }

    private void Fetch(IndexRecord record, Span<byte> bytes)
    {
        var (file, position) = index.Locate(record);
        var store = index.Stores[record.File];
        try
        {
            using (var handle = Opened(file))
            {
                if (store.Aside is null)
                {
                    Fill(handle, position, bytes);
                }
            }

            if (store.Aside is not null)
            {
                using var aside = OpenedAside(store, file);
                Fill(aside, position, bytes);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{file.Path}: cannot be read any more: {problem.Message}", problem);
        }
    }

    /// <summary>Opened for each picture, which costs little beside decoding it: a file that was replaced or cut off is noticed.</summary>
    private SafeFileHandle Opened(IndexedFile file)
    {
        var handle = File.OpenHandle(file.Path);
        var (length, written) = (RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle).Ticks);
        if (length == file.Length && written == file.Written)
        {
            return handle;
        }

        handle.Dispose();
        index.Forget();
        throw new DataSourceException(
            $"{file.Path}: changed since it was indexed ({file.Length} bytes then, {length} now). "
            + "Put it back, or start a new run with the images as they are now.");
    }

    private static SafeFileHandle OpenedAside(PictureStore store, IndexedFile file)
    {
        if (store.IsThere())
        {
            return File.OpenHandle(store.Aside!);
        }

        throw new DataSourceException(
            $"{store.Aside}: expected the {store.AsideLength} bytes of the pictures of {file.Path}, and they are gone. Start again, which writes them anew.");
    }

    private static void Fill(SafeFileHandle handle, long position, Span<byte> read)
    {
        if (!PositionedRead.TryFill(handle, read, position))
        {
            throw new EndOfStreamException("it ends within a picture");
        }
    }

    /// <summary>By its path, or by the file that it lies in and its name there; in a table pictures have rows, which people find them by.</summary>
    private BrokenPictureException Broken(IndexRecord record, string reason)
    {
        var file = index.Locate(record).File;
        var row = index.Stores[record.File].Aside is null ? "" : $" (row {index.RowOf(record)})";
        return new BrokenPictureException(index.Folder is not null ? file.Path : $"{file.Path}: {index.NameOf(record)}{row}", reason);
    }
}
