using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Cli.Specs;

/// <summary>A folder as it was in revisions of its git repository, which git itself reads: nothing is checked out.</summary>
/// <param name="folder">An existing folder.</param>
internal sealed class GitFolder(string folder)
{
    private const string Link = "120000";

    /// <summary>What git tells the programs of its hooks: which repository it was working on, and that may be another than the folder's.</summary>
    private static readonly string[] OfAnotherRepository =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_CONFIG",
    ];

    /// <exception cref="UserMistake">There is no such folder.</exception>
    public static GitFolder OfSpecs(string models) => Directory.Exists(models)
        ? new GitFolder(models)
        : throw new UserMistake($"--models: there is no folder {models} here; expected the folder of specs, as it is in the git repository");

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
            0 => new Revision(name, Text(output).Trim()),
            1 => throw new UserMistake(
                $"'{name}' is neither a variant nor a revision of the git repository that {folder} is in; "
                + "expected something like small/fashion, HEAD~1, a branch or a commit"),
            _ => throw new UserMistake($"git cannot read revisions of {folder}: {FirstLine(error)}"),
        };
    }

    /// <summary>
    /// The specs and grids of the folder, by path below it, as a checkout would have them:
    /// line ends and filters as the repository's settings say, links followed.
    /// What git leaves out of archives is there, too.
    /// </summary>
    /// <exception cref="UserMistake">The revision has no such folder, or no specs in it.</exception>
    public IReadOnlyList<(string Path, string Text)> Read(Revision revision)
    {
        var (tree, missing) = Tree(revision);
        if (tree is null)
        {
            throw new UserMistake($"{revision.Name} has no folder {folder}{(missing.Length > 0 ? $" ({FirstLine(missing)})" : "")}");
        }

        var texts = Files(revision, tree);
        return texts.Count > 0 ? texts : throw new UserMistake($"{revision.Name} has no specs in {folder}; --models names the folder of specs");
    }

    /// <summary>As <see cref="Read"/>; empty where the revision has no such folder.</summary>
    public IReadOnlyList<(string Path, string Text)> ReadIfThere(Revision revision) => Tree(revision).Id is { } tree ? Files(revision, tree) : [];

    /// <summary>The id of the folder, or none and what git says of that.</summary>
    private (string? Id, string Error) Tree(Revision revision)
    {
        var (code, tree, error) = Run("rev-parse", "--verify", "--quiet", $"{revision.Commit}:./");
        return code == 0 ? (Text(tree).Trim(), "") : (null, error);
    }

    private List<(string Path, string Text)> Files(Revision revision, string tree)
    {
        var root = $"{revision.Commit}:{Text(Checked(Run("rev-parse", "--show-prefix"))).TrimEnd('\n')}";
        var blobs = new List<(string Path, string Object)>();
        var outside = new List<string>();
        Enter(tree, "", []);
        return
        [
            .. Texts(blobs)
                .Concat(outside.Select(path => (Path: path, Text: File.ReadAllText(Path.Combine(folder, path)))))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

        void Enter(string id, string path, IReadOnlyList<string> above)
        {
            if (above.Contains(id))
            {
                return; // a link back to a folder above it
            }

            foreach (var entry in List(id))
            {
                var name = path + entry.Path;
                if (entry.Mode != Link)
                {
                    Take(name, entry.Object);
                    continue;
                }

                switch (Followed($"{root}{name}"))
                {
                    case ("blob", var blob):
                        Take(name, blob);
                        break;
                    case ("tree", var below):
                        Enter(below, name + "/", [.. above, id]);
                        break;
                    case ("symlink", _) when SpecPath.IsSpec(name) && File.Exists(Path.Combine(folder, name)):
                        outside.Add(name); // git has no history of what lies outside of the repository: what stands there is all there is
                        break;
                }
            }
        }

        void Take(string path, string blob)
        {
            if (SpecPath.IsSpec(path))
            {
                blobs.Add((path, blob));
            }
        }
    }

    private List<(string Mode, string Object, string Path)> List(string tree)
    {
        var entries = new List<(string Mode, string Object, string Path)>();
        foreach (var line in Text(Checked(Run("ls-tree", "-r", "-z", "--full-tree", tree))).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (head, path) = (line.Split('\t', 2)[0].Split(' '), line.Split('\t', 2)[1]);
            if (head[1] == "blob")
            {
                entries.Add((head[0], head[2], path));
            }
        }

        return entries;
    }

    /// <summary>
    /// What a link leads to: blob or tree with its id;
    /// <c>symlink</c> where it leaves the repository; <c>dangling</c> and others where it leads nowhere.
    /// </summary>
    private (string Kind, string Object) Followed(string path)
    {
        var words = Text(Checked(Ask(path + "\n", "cat-file", "--batch-check", "--follow-symlinks"))).Split('\n')[0].Split(' ');
        return words is [var id, "blob" or "tree", _] ? (words[1], id) : (words[0], "");
    }

    /// <summary>The blobs as a checkout has them, in one process: each behind a line that no blob can hold.</summary>
    private IEnumerable<(string Path, string Text)> Texts(IReadOnlyList<(string Path, string Object)> blobs)
    {
        var mark = $"{Guid.NewGuid():N}\n";
        var output = Checked(Ask(string.Concat(blobs.Select(blob => $"{blob.Object} {blob.Path}\n")), "cat-file", $"--batch={mark.TrimEnd()}", "--filters"));
        var parts = Encoding.Latin1.GetString(output).Split(mark)[1..];
        return blobs.Zip(parts, (blob, part) =>
        {
            using var reader = new StreamReader(new MemoryStream(Encoding.Latin1.GetBytes(part[..^1])));
            return (blob.Path, reader.ReadToEnd());
        });
    }

    private byte[] Checked((int Code, byte[] Output, string Error) answer) =>
        answer.Code == 0 ? answer.Output : throw new UserMistake($"git cannot read the specs in {folder}: {FirstLine(answer.Error)}");

    private static string Text(byte[] output) => Encoding.UTF8.GetString(output);

    private (int Code, byte[] Output, string Error) Run(params string[] arguments) => Ask("", arguments);

    private (int Code, byte[] Output, string Error) Ask(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        foreach (var name in OfAnotherRepository)
        {
            start.Environment.Remove(name);
        }

        try
        {
            using var git = Process.Start(start)!;
            var error = git.StandardError.ReadToEndAsync();
            var told = Tell(git.StandardInput, input);
            using var output = new MemoryStream();
            git.StandardOutput.BaseStream.CopyTo(output);
            git.WaitForExit();
            told.GetAwaiter().GetResult();
            return (git.ExitCode, output.ToArray(), error.Result);
        }
        catch (Win32Exception)
        {
            throw new UserMistake("there is no 'git' in PATH, which reads the revisions; install it, or compare two variants");
        }
    }

    /// <summary>While the answer is read: both pipes are short.</summary>
    private static async Task Tell(StreamWriter git, string input)
    {
        try
        {
            await git.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input)).ConfigureAwait(false);
            git.Close();
        }
        catch (IOException)
        {
            // git ended early: its exit code and its words say why
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
