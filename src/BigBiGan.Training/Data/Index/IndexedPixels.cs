using System.Buffers;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Index;

/// <summary>Pictures that an index knows, decoded whenever they are read.</summary>
/// <param name="chosen">Which of the index's pictures are images here.</param>
internal sealed class IndexedPixels(PictureIndex index, int[] chosen, int size, int colours) : IPixels
{
    public int Count => chosen.Length;

    public bool IsInMemory => false;

    public void Read(int image, PictureFrame frame, Span<byte> result)
    {
        var record = index.Records[chosen[image]];
        var (file, position) = index.Locate(record);
        var bytes = ArrayPool<byte>.Shared.Rent(record.Length);
        try
        {
            // opened for each picture, which costs little beside decoding it: a file that was replaced or cut off is noticed
            using var handle = File.OpenHandle(file.Path);
            if (RandomAccess.GetLength(handle) != file.Length || File.GetLastWriteTimeUtc(handle).Ticks != file.Written)
            {
                index.Forget();
                throw new DataSourceException(
                    $"{file.Path}: changed since it was indexed ({file.Length} bytes then, {RandomAccess.GetLength(handle)} now). "
                    + "Put it back, or start a new run with the images as they are now.");
            }

            var read = bytes.AsSpan(0, record.Length);
            for (var done = 0; done < read.Length;)
            {
                var part = RandomAccess.Read(handle, read[done..], position + done);
                done += part > 0 ? part : throw new EndOfStreamException("it ends within a picture");
            }

            if (PictureDecoder.Read(read, frame, result, size, colours) is { } reason)
            {
                throw new BrokenPictureException(index.Folder is null ? $"{file.Path}: {index.NameOf(record)}" : file.Path, reason);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{file.Path}: cannot be read any more: {problem.Message}", problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
