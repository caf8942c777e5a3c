using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Cli.Specs;

/// <summary>A launcher's profile on disk, read when a grid runs: no build knows it.</summary>
internal static class LauncherFile
{
    /// <exception cref="UserMistake">There is no such file, or it is not a sound launcher.</exception>
    public static LauncherProfile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserMistake($"--profile {path}: no such file; expected a launcher, a .yaml file with `launcher: NAME` (docs/clusters.md)");
        }

        var (file, spans) = SpecReader.Read(Path.GetFileName(path), File.ReadAllText(path));
        if (file.Problems.Count > 0)
        {
            var first = file.Problems.OrderBy(problem => spans.Find(problem.Place).Start).First();
            var more = file.Problems.Count > 1 ? $"; {file.Problems.Count - 1} more: bigbigan check {path}" : "";
            throw new UserMistake(ProblemText.Of(first, spans.Find(first.Place), path) + more);
        }

        return file.Kind == FileKind.Launcher
            ? LauncherProfile.Of(file)
            : throw new UserMistake($"--profile {path} is no launcher; expected a file with `launcher: NAME` (docs/clusters.md)");
    }
}
