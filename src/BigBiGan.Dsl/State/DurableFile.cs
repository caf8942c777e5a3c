using System.Text;

namespace BigBiGan.Dsl.State;

/// <summary>Files that are either the old or the whole new ones, also after a loss of power.</summary>
public static class DurableFile
{
    /// <summary>The ending of files that were being written; safe to delete when no process writes.</summary>
    public const string PartEnding = ".part";

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Write(path, stream => stream.Write(copy));
    }

    /// <param name="write">Writes the whole file to a stream that can seek.</param>
    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = $"{path}.{Environment.ProcessId}{PartEnding}";
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
