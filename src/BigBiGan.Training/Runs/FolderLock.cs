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
            file = new FileStream(Path.Combine(folder, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{folder} is in use by another process, or cannot be written: {problem.Message}", problem);
        }
    }

    public void Dispose() => file.Dispose();
}
