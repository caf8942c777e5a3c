namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A git repository of its own, with a folder of specs.</summary>
internal sealed class GitRepository
{
    public string Folder { get; } = Workplace.NewFolder("repository");

    public GitRepository() => Git("init", "--quiet", "--initial-branch=main");

    /// <summary>Writes a file, or deletes it where there is no text.</summary>
    public GitRepository Write(string path, string? text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (text is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, text);
        }

        return this;
    }

    /// <summary>Copies models/ of this repository.</summary>
    public GitRepository TakeModels()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "models"), "*.yaml", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.Root, path);
            if (!relative.Split('/').Any(part => part is "bin" or "obj"))
            {
                Write(relative, File.ReadAllText(path));
            }
        }

        return this;
    }

    /// <summary>Everything as it is now; gives the commit's hash.</summary>
    public string Commit(string message)
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    public Answer Diff(params string[] arguments) => Bigbigan.RunIn(Folder, ["diff", .. arguments]);

    public string Git(params string[] arguments) => Bigbigan.Finish(Bigbigan.Start("git", Folder, arguments)).Succeeds().Out;
}
