using System.CommandLine;

namespace BigBiGan.Cli.Commands;

/// <summary>A file that a command writes; checked before the work, which may take long.</summary>
internal static class OutputFile
{
    public static Option<string> Option(string ending, string description) => new("--out") { Description = $"{description} ({ending}).", Required = true, HelpName = "FILE" };

    /// <exception cref="UserMistake">No such file can be written.</exception>
    public static string Check(string path, string ending)
    {
        if (!path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserMistake($"--out is '{path}'; expected a file that ends in {ending}");
        }

        if (Directory.Exists(path))
        {
            throw new UserMistake($"--out {path} is a folder; expected a file");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UserMistake($"--out {path}: there is no folder {folder}; make it first");
        }

        try
        {
            using var probe = new FileStream($"{path}.{Environment.ProcessId}.part", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserMistake($"--out {path} cannot be written: {problem.Message}");
        }

        return path;
    }
}
