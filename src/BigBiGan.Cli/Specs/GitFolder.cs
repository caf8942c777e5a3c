using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Cli.Specs;

/// <summary>A folder as it was in revisions of its git repository, which git itself reads: nothing is checked out.</summary>
/// <param name="folder">An existing folder.</param>
internal sealed class GitFolder(string folder)
{
    /// <exception cref="UserMistake">No git, no repository, or no such revision in it.</exception>
    public Revision Resolve(string name)
    {
        if (name.Length == 0 || name[0] == '-')
        {
            throw new UserMistake($"'{name}' is neither a variant nor a git revision; expected something like small/fashion, HEAD~1, a branch or a commit");
        }

        var (code, output, error) = Run("rev-parse", "--verify", "--quiet", $"{name}^{{commit}}");
        return code switch
        {
            0 => new Revision(name, System.Text.Encoding.ASCII.GetString(output).Trim()),
            1 => throw new UserMistake($"'{name}' is neither a variant nor a revision of the git repository that {folder} is in; expected something like small/fashion, HEAD~1, a branch or a commit"),
            _ => throw new UserMistake($"git cannot read revisions of {folder}: {FirstLine(error)}"),
        };
    }

    /// <summary>The specs and grids of the folder, by path below it.</summary>
    /// <exception cref="UserMistake">The revision has no such folder, or no specs in it.</exception>
    public IReadOnlyList<(string Path, string Text)> Read(Revision revision)
    {
        // in a folder below the root, `archive` takes that folder alone
        var (code, output, error) = Run("archive", "--format=tar", revision.Commit);
        if (code != 0)
        {
            throw new UserMistake($"{revision.Name} has no folder {folder} ({FirstLine(error)})");
        }

        var files = new List<(string Path, string Text)>();
        using var archive = new TarReader(new MemoryStream(output));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry is { EntryType: TarEntryType.RegularFile, DataStream: { } data } && SpecPath.IsSpec(entry.Name))
            {
                using var reader = new StreamReader(data);
                files.Add((entry.Name, reader.ReadToEnd()));
            }
        }

        return files.Count > 0 ? files : throw new UserMistake($"{revision.Name} has no specs in {folder}; --models names the folder of specs");
    }

    private (int Code, byte[] Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var git = Process.Start(start)!;
            var error = git.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            git.StandardOutput.BaseStream.CopyTo(output);
            git.WaitForExit();
            return (git.ExitCode, output.ToArray(), error.Result);
        }
        catch (Win32Exception)
        {
            throw new UserMistake("there is no 'git' in PATH, which reads the revisions; install it, or compare two variants");
        }
    }

    private static string FirstLine(string error) => error.Trim().Split('\n')[0] is { Length: > 0 } line ? line : "it said no more";
}

/// <param name="Name">As the user wrote it: <c>HEAD~1</c>.</param>
/// <param name="Commit">Its hash.</param>
internal sealed record Revision(string Name, string Commit)
{
    public override string ToString() => Commit.StartsWith(Name, StringComparison.Ordinal) ? Commit[..Math.Max(7, Name.Length)] : $"{Name} ({Commit[..7]})";
}
