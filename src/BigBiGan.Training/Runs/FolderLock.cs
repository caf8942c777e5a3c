namespace BigBiGan.Training.Runs;

/// <summary>
/// Keeps a second process from training in the same folder; the system releases it when the process dies. The empty file stays:
/// who deletes a lock can delete another's.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="RunException">Another process trains here.</exception>
    public FolderLock(string folder)
    {
        try
        {
            file = new FileStream(LockFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{folder} is in use by another process, or cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a process has the lock of a folder at this moment; a folder that has no lock, or none that may be read, is nobody's.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            new FileStream(LockFile(folder), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose(); // writes nothing: the disk may be full, or not ours
            return false;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => file.Dispose();

    private static string LockFile(string folder) => Path.Combine(folder, "run.lock");
}
