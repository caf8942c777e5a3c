using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Runs;

/// <summary>The file of a log that a sitting goes on with: what is past is cut off, and the rest is added in whole pieces.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly FileStream _file;
    private readonly RunAdvice _advice;

    /// <param name="path">Of the file, which is made where there is none.</param>
    /// <param name="kept">How many of its bytes stay.</param>
    /// <param name="advice">About the run.</param>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public LogFile(string path, Func<byte[], long> kept, RunAdvice advice)
    {
        _advice = advice;
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path}: the log cannot be written: {problem.Message}", problem);
        }

        try
        {
            var bytes = new byte[_file.Length];
            _file.ReadExactly(bytes);
            _file.SetLength(kept(bytes));
            _file.Position = _file.Length;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Whether nothing of it stayed.</summary>
    public bool IsEmpty => _file.Length == 0;

    /// <summary>Bytes of whole lines up to the first that is past.</summary>
    /// <param name="isPast">By the line without its end.</param>
    public static long KeptLines(byte[] bytes, Func<ReadOnlySpan<byte>, bool> isPast)
    {
        var keep = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0 && !isPast(bytes.AsSpan(keep..end)); end = Array.IndexOf(bytes, (byte)'\n', keep))
        {
            keep = end + 1;
        }

        return keep;
    }

    /// <exception cref="RunException">The disk is full or cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException problem)
        {
            throw new RunException($"{_file.Name}: the log cannot be written: {problem.Message}; free the disk and go on with: {_advice.Resume}", problem);
        }
    }

    public void Dispose() => _file.Dispose();
}
