using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Documentation;

/// <summary>What printed commands find around them: a checkout with some history, a trained run, weights and pictures.</summary>
internal static class Surroundings
{
    private static readonly Lazy<string> Made = new(() =>
    {
        var repository = new GitRepository().TakeModels();
        Directory.CreateDirectory(Path.Combine(repository.Folder, "launchers"));
        foreach (var profile in Directory.GetFiles(Path.Combine(Repository.Root, "launchers"), "*.yaml"))
        {
            repository.Write($"launchers/{Path.GetFileName(profile)}", File.ReadAllText(profile));
        }

        foreach (var tag in new[] { "v1", "v2", "v1.0", "v1.1" })
        {
            repository.Commit(tag);
            repository.Git("tag", tag);
        }

        repository.Git("branch", "my-branch");
        var folder = repository.Folder;
        foreach (var made in new[] { "docs/images", "docs/small-ablations", "packages", "results", "runs" })
        {
            Directory.CreateDirectory(Path.Combine(folder, made));
        }

        File.WriteAllText(Path.Combine(folder, "nuget.config"), "<configuration />\n");
        Copy(Pictures.TwoClasses, Path.Combine(folder, "images"));
        Copy(FinishedRun.Folder, Path.Combine(folder, "runs", "fashion-001"));
        Copy(GridRunTests.Whole, Path.Combine(folder, "results", "ci"));
        foreach (var weights in new[] { "G_ema.pth", "G.safetensors" })
        {
            // told by its bytes, not by its name
            var exported = Path.Combine(folder, "exported.safetensors");
            Bigbigan.RunIn(folder, "export", "runs/fashion-001", "--format", "pytorch-names", "--out", exported).Succeeds();
            File.Move(exported, Path.Combine(folder, weights));
        }

        Bigbigan.RunIn(folder, "embed", "runs/fashion-001", "--out", "features.safetensors").Succeeds();
        Bigbigan.RunIn(folder, "cluster", "runs/fashion-001", "--k", "10", "--out", "labels.txt").Succeeds();
        return folder;
    });

    public static string Folder => Made.Value;

    private static void Copy(string from, string to) => Directory.Move(Workplace.Copy(from), to);
}
