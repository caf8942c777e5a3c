using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Runs;

/// <summary>
/// Keeps a second process from training in the same folder; the system releases it when the process dies. The empty file stays:
/// who deletes a lock can delete another's.
/// </summary>
public sealed class FolderLock : IDisposable
{
    /// <summary>Of the empty file.</summary>
    public const string Name = "run.lock";

    private const int WouldBlock = 11; // EAGAIN: another process holds the file

    private readonly FileStream _file;

    /// <exception cref="RunException">Another process trains here, or the folder cannot be written.</exception>
    public FolderLock(string folder)
        : this(Open(folder) ?? throw new RunException($"{folder} is in use by another process"))
    {
    }

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Null where another process trains.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    public static FolderLock? TryTake(string folder) => Open(folder) is { } file ? new FolderLock(file) : null;

    /// <summary>Whether a process has the lock of a folder at this moment; a folder that has no lock, or none that may be read, is nobody's.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            new FileStream(LockFile(folder), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose(); // writes nothing: the disk may be full, or not ours
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.HResult == WouldBlock;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? Open(string folder)
    {
        try
        {
            return new FileStream(LockFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (problem.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{folder} cannot be written: {problem.Message}", problem);
        }
    }

    private static string LockFile(string folder) => Path.Combine(folder, Name);
}
