namespace BigBiGan.Cli.Tests.Harness;

/// <summary>
/// One temporary folder for all tests, with a cache that they share: the judge of samples is trained once. Its name has a space and a
/// letter beyond ASCII, as people's folders have.
/// </summary>
internal static class Workplace
{
    private static int _names;

    static Workplace() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static string Folder { get; } = Directory.CreateTempSubdirectory("bigbigan cli ö-").FullName;

    public static string Cache { get; } = Directory.CreateDirectory(Path.Combine(Folder, "cache")).FullName;

    /// <summary>A path that nothing has yet.</summary>
    public static string New(string name) => Path.Combine(Folder, $"{name}-{Interlocked.Increment(ref _names)}");

    public static string NewFolder(string name) => Directory.CreateDirectory(New(name)).FullName;

    public static string Copy(string folder)
    {
        var copy = New(Path.GetFileName(folder));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
