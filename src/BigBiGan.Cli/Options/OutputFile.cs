using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Cli.Options;

/// <summary>A file that a command writes; checked before the work, which may take long.</summary>
internal static class OutputFile
{
    public static Option<string> Option(string ending, string description) => new("--out")
    {
        Description = $"{description} ({ending}).",
        Required = true,
        HelpName = "FILE",
    };

    /// <inheritdoc cref="Check(string, string, IReadOnlyList{string})"/>
    public static string Check(string path, string ending) => Check("--out", path, [ending]);

    /// <param name="option">That names the file.</param>
    /// <param name="endings">One of which the name has.</param>
    /// <exception cref="UserMistake">No such file can be written.</exception>
    public static string Check(string option, string path, IReadOnlyList<string> endings)
    {
        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new UserMistake($"{option} is '{path}'; expected a file that ends in {Phrases.Or(endings)}");
        }

        if (Directory.Exists(path))
        {
            throw new UserMistake($"{option} {path} is a folder; expected a file");
        }

        CheckPlace(option, path);
        try
        {
            using var probe = new FileStream(
                $"{path}.{Environment.ProcessId}.part", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserMistake($"{option} {path} cannot be written: {problem.Message}");
        }

        return path;
    }

    /// <exception cref="UserMistake">No such folder can be made.</exception>
    public static string CheckFolder(string option, string path)
    {
        if (File.Exists(path))
        {
            throw new UserMistake($"{option} {path} is a file; expected a folder, or a name that nothing has yet");
        }

        CheckPlace(option, path);
        return path;
    }

    private static void CheckPlace(string option, string path)
    {
        var folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UserMistake($"{option} {path}: there is no folder {folder}; make it first");
        }
    }
}
