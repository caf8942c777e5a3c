using System.Text;

namespace BigBiGan.Training.Runs;

/// <summary>Small text files that are either the old or the whole new ones, also after a loss of power.</summary>
public static class DurableFile
{
    /// <summary>The ending of files that were being written; safe to delete when no process writes.</summary>
    public const string PartEnding = ".part";

    public static void Write(string path, string text)
    {
        var aside = $"{path}.{Environment.ProcessId}{PartEnding}";
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
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
