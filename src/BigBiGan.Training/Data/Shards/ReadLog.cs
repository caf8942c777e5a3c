namespace BigBiGan.Training.Data.Shards;

/// <summary>A file that remembers where it was read last: what a library keeps to itself about where values lie.</summary>
internal sealed class ReadLog(FileStream file) : Stream
{
    /// <summary>A read of just so many bytes brings zeros and leaves the file alone: who asks where values lie does not want them.</summary>
    public int? Skipped { get; set; }

    /// <summary>The place and the length of the first read since it was cleared.</summary>
    public (long Position, int Length)? First { get; set; }

    /// <summary>The place and the length of the last read.</summary>
    public (long Position, int Length) Last { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        Last = (file.Position, buffer.Length);
        First ??= Last;
        if (buffer.Length != Skipped)
        {
            return file.Read(buffer);
        }

        if (file.Position + buffer.Length > file.Length)
        {
            throw new EndOfStreamException($"it has {file.Length} bytes, and values to byte {file.Position + buffer.Length}");
        }

        buffer.Clear();
        file.Position += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
