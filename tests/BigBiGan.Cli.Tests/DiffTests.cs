using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class DiffTests
{
    private const string Lab = "grid: Lab\nvariants: [../small/fashion, ../small/point]\nseeds: [0, 1]\ndata: fashion-mini\n";

    private const string Unsound = "unsound  small/point.yaml in the files in models: small/point.yaml(3,23): error BBG0202: `encoder.posterior` is `gausian`; expected `gaussian`, `laplace`, `point` or `tanh`; did you mean `gaussian`?";

    private static readonly string Fashion = File.ReadAllText(Path.Combine(Repository.Root, "models", "small", "fashion.yaml"));

    [Fact]
    public void Two_variants_differ_in_keys_layers_and_counts()
    {
        var answer = Bigbigan.Run("diff", "small/fashion", "small/no-unaries.yaml").Succeeds();
        Assert.Equal("small/fashion -> small/no-unaries", answer.OutLines[0]);
        Assert.Contains(answer.OutLines, line => Words(line) == "objective.scores [x, z, xz] (small/fashion.yaml) [xz] (small/no-unaries.yaml)");
        Assert.Contains(answer.OutLines, line => Words(line) == "scores 387 -> 129 -66.7 % 384 -> 128 -66.7 %");
        Assert.Contains(answer.OutLines, line => Words(line) == "- x spectral linear 128 1 129");
    }

    [Fact]
    public void The_docs_show_what_is_printed()
    {
        const string Command = "$ bigbigan diff small/fashion small/no-unaries\n";
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "editors.md"));
        var shown = page.Split(Command)[1].Split("```")[0];
        Assert.Equal(Lines(shown), Lines(Bigbigan.Run("diff", "small/fashion", "small/no-unaries").Succeeds().Out));

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);
    }

    [Fact]
    public void The_json_has_what_describe_counts()
    {
        var difference = Bigbigan.Run("diff", "small/fashion", "small/high-res-e", "--json").Succeeds().Json();
        Assert.Equal("[{\"key\":\"encoder.image\",\"before\":{\"value\":\"32\",\"file\":null},\"after\":{\"value\":\"64\",\"file\":\"small/high-res-e.yaml\"}}]", Compact(difference.GetProperty("keys")));
        var (before, after) = (Described("small/fashion"), Described("small/high-res-e"));
        var encoder = difference.GetProperty("networks").GetProperty("E");
        Assert.Equal((before, after), (encoder.GetProperty("multiplyAdds").GetProperty("before").GetInt64(), encoder.GetProperty("multiplyAdds").GetProperty("after").GetInt64()));
        Assert.Equal(23, encoder.GetProperty("layers").GetArrayLength());
        Assert.Equal(0, difference.GetProperty("networks").GetProperty("G").GetProperty("layers").GetArrayLength());

        static long Described(string variant) =>
            Bigbigan.Run("describe", variant, "--json").Succeeds().Json().GetProperty("networks").GetProperty("E").GetProperty("multiplyAdds").GetInt64();
    }

    [Fact]
    public void A_variant_is_no_different_from_itself() =>
        Assert.Equal(["small/fashion -> small/fashion", "Both mean the same."], Bigbigan.Run("diff", "fashion", "small/fashion").Succeeds().OutLines);

    [Fact]
    public void Two_revisions_differ_in_variants_and_cells()
    {
        var repository = Repo(out var first);
        repository.Write("models/small/fashion.yaml", Fashion.Replace("shared: 16", "shared: 8", StringComparison.Ordinal))
            .Write("models/small/more.yaml", "variant: More\nextends: fashion\ntraining: { steps: 700 }\n");
        var second = repository.Commit("second");
        var answer = repository.Diff("HEAD~1..HEAD").Succeeds();
        Assert.Equal(
            [
                $"HEAD~1 ({first[..7]}) -> HEAD ({second[..7]})",
                "variants: 2 changed, 1 added, 0 removed, 0 renamed, 0 unchanged",
                "added    small/more",
                "small/fashion, small/point",
            ],
            answer.OutLines[..4]);
        Assert.Contains(answer.OutLines, line => Words(line) == "generator.shared 16 (small/fashion.yaml) 8 (small/fashion.yaml)");
        Assert.Contains("Layers: --variant small/fashion", answer.OutLines);
        Assert.Contains("grids/lab: 4 stale, 0 added, 0 removed, 0 kept", answer.OutLines);
        Assert.Contains(answer.OutLines, line => Words(line).StartsWith("stale small/point, seed 1 ", StringComparison.Ordinal) && line.Contains("generator.shared", StringComparison.Ordinal));
        foreach (var same in new string[][] { ["HEAD~1", "HEAD"], ["HEAD~1.."], ["main~1", "main"] })
        {
            Assert.Equal(answer.OutLines[1..], repository.Diff(same).Succeeds().OutLines[1..]);
        }

        var json = repository.Diff(first, second, "--json").Succeeds().Json();
        Assert.Equal((first, second), (json.GetProperty("before").GetString(), json.GetProperty("after").GetString()));
        Assert.Equal(4, json.GetProperty("grids")[0].GetProperty("stale").GetArrayLength());
        Assert.Equal(["small/fashion", "small/point"], json.GetProperty("changed").EnumerateArray().Select(one => one.GetProperty("after").GetString()));
    }

    [Fact]
    public void One_variant_of_two_revisions_comes_layer_by_layer()
    {
        var repository = Repo(out _);
        repository.Write("models/small/fashion.yaml", Fashion.Replace("H: { layers: 8", "H: { layers: 6", StringComparison.Ordinal)).Commit("second");
        var answer = repository.Diff("HEAD~1", "HEAD", "--variant", "point").Succeeds();
        Assert.Equal("variants: 1 changed, 0 added, 0 removed, 0 renamed, 0 unchanged", answer.OutLines[1]);
        Assert.Contains("H: layers 2 removed", answer.OutLines);
        Assert.Contains(answer.OutLines, line => Words(line) == "- block4 2 layers 128 128 33,024");
        Assert.Contains("grids/lab: 2 stale, 0 added, 0 removed, 0 kept", answer.OutLines);
        Assert.Equal("--variant: neither side has a sound variant that is named 'none'", repository.Diff("HEAD~1", "HEAD", "--variant", "none").Refusal());
    }

    [Fact]
    public void One_revision_is_compared_with_the_files_as_they_are()
    {
        var repository = Repo(out var first);
        Assert.Equal([$"HEAD ({first[..7]}) -> the files in models", "variants: 0 changed, 0 added, 0 removed, 0 renamed, 2 unchanged"], repository.Diff("HEAD").Succeeds().OutLines);
        repository.Write("models/small/point.yaml", "variant: Point\nextends: fashion\nencoder: { posterior: gausian }\n").Write("models/grids/lab.yaml", null);
        Assert.Equal(
            ["variants: 0 changed, 0 added, 0 removed, 0 renamed, 1 unchanged", Unsound, "grids/lab: none of its 4 cells are left"],
            repository.Diff("HEAD").Succeeds().OutLines[1..]);
    }

    [Fact]
    public void In_a_hook_of_git_the_folder_decides_which_repository_it_is()
    {
        var repository = new GitRepository().Write("models/base.yaml", Fashion);
        repository.Commit("first");
        var other = Workplace.New("worktree");
        var script = $"#!/bin/sh\ndotnet '{Bigbigan.Program}' diff HEAD\n";
        var answer = Bigbigan.Bash($"""
            cd '{repository.Folder}' && git worktree add -q '{other}' && printf '%s' "{script}" > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit && cd '{other}' &&
            sed -i 's/batch: 16/batch: 8/' models/base.yaml && git -c user.name=T -c user.email=t@example.org commit -qam two
            """).Succeeds();
        Assert.Contains("variants: 1 changed, 0 added, 0 removed, 0 renamed, 0 unchanged", answer.Out + answer.Error);

        var elsewhere = new GitRepository().Write("readme", "words");
        elsewhere.Commit("another repository");
        foreach (var variables in new[] { "GIT_DIR=.git", $"GIT_DIR='{elsewhere.Folder}/.git' GIT_INDEX_FILE='{elsewhere.Folder}/.git/index'", "GIT_WORK_TREE=/ GIT_PREFIX=x/", "GIT_OBJECT_DIRECTORY=/" })
        {
            Assert.Equal("variants: 0 changed, 0 added, 0 removed, 0 renamed, 1 unchanged", Bigbigan.Bash($"cd '{repository.Folder}'; export {variables}; bigbigan diff HEAD").Succeeds().OutLines[1]);
        }
    }

    /// <summary>Attributes that hide, change and encode files, and line ends: what a checkout has is what the revision has.</summary>
    [Theory]
    [InlineData("*.yaml export-ignore\n", "true")]
    [InlineData("*.yaml text eol=crlf\n", "true")]
    [InlineData("*.yaml working-tree-encoding=UTF-16\n", "true")]
    [InlineData("*.yaml filter=double\n", "git config filter.double.clean 'tail -n +2' && git config filter.double.smudge 'echo \"# smudged\"; cat'")]
    [InlineData("", "git config core.autocrlf true")]
    [InlineData("", "git config core.quotePath true && git config core.ignoreCase true")]
    public void A_clean_tree_is_no_difference_whatever_the_settings(string attributes, string settings)
    {
        var repository = new GitRepository();
        Bigbigan.Bash($"cd '{repository.Folder}' && {settings}").Succeeds();
        repository.Write(".gitattributes", attributes).Write("models/ä b/fashion.yaml", attributes.Contains("UTF-16", StringComparison.Ordinal) ? "" : Fashion);
        if (attributes.Contains("UTF-16", StringComparison.Ordinal))
        {
            File.WriteAllText(Path.Combine(repository.Folder, "models/ä b/fashion.yaml"), Fashion, System.Text.Encoding.Unicode);
        }

        repository.Commit("first");
        Bigbigan.Bash($"cd '{repository.Folder}' && rm -r models && git checkout -q -- models && test -z \"$(git status --porcelain)\"").Succeeds();
        Assert.Equal("variants: 0 changed, 0 added, 0 removed, 0 renamed, 1 unchanged", repository.Diff("HEAD").Succeeds().OutLines[1]);
    }

    [Fact]
    public void Links_are_followed_on_both_sides()
    {
        var (repository, outside) = (Repo(out _), Path.Combine(Workplace.NewFolder("outside"), "far.yaml"));
        File.WriteAllText(outside, "variant: Far\nextends: small/fashion\n");
        var near = Fashion.Replace("variant: Fashion", "variant: Near");
        repository.Write("shared/near.yaml", near);
        Bigbigan.Bash($"cd '{repository.Folder}/models' && ln -s ../shared/near.yaml near.yaml && mkdir again && ln -s ../near.yaml again/near.yaml && ln -s '{outside}' far.yaml && ln -s nowhere.txt readme.txt").Succeeds();
        repository.Commit("second");
        Assert.Equal("variants: 0 changed, 0 added, 0 removed, 0 renamed, 5 unchanged", repository.Diff("HEAD").Succeeds().OutLines[1]);
        repository.Write("shared/near.yaml", near.Replace("steps: 1300", "steps: 900"));
        Assert.Equal("variants: 2 changed, 0 added, 0 removed, 0 renamed, 3 unchanged", repository.Diff("HEAD").Succeeds().OutLines[1]);
    }

    [Fact]
    public void A_variant_and_a_grid_under_another_name_are_renamed()
    {
        var repository = Repo(out _);
        Bigbigan.Bash($"cd '{repository.Folder}/models' && git mv small/point.yaml small/dot.yaml && sed -i s/Point/Dot/ small/dot.yaml && git mv grids/lab.yaml grids/work.yaml && sed -i 's/Lab/Work/; s/point/dot/' grids/work.yaml").Succeeds();
        Assert.Equal(
            ["variants: 0 changed, 0 added, 0 removed, 1 renamed, 1 unchanged", "renamed  small/point -> small/dot", "grids/lab -> grids/work: renamed, all cells kept"],
            repository.Diff("HEAD").Succeeds().OutLines[1..]);
        var json = repository.Diff("HEAD", "--json").Succeeds().Json();
        Assert.Equal("small/dot", json.GetProperty("renamed")[0].GetProperty("after").GetString());
        Assert.Equal("grids/lab", json.GetProperty("renamedGrids")[0].GetProperty("before").GetString());
    }

    [Fact]
    public void A_revision_that_is_none_is_told()
    {
        var repository = Repo(out _);
        repository.Write("others/readme.txt", "words").Commit("second");
        const string Expected = "expected something like small/fashion, HEAD~1, a branch or a commit";
        Assert.Equal($"'HEAD~9' is neither a variant nor a revision of the git repository that models is in; {Expected}", repository.Diff("HEAD~9").Refusal());
        Assert.Equal($"'--output=x' is neither a variant nor a git revision; {Expected}", repository.Diff("--", "--output=x", "HEAD").Refusal());
        Assert.False(File.Exists(Path.Combine(repository.Folder, "models", "x")));
        Assert.Equal("'HEAD~1...HEAD' has three dots, which compare with a common ancestor; expected two, as in HEAD~1..HEAD", repository.Diff("HEAD~1...HEAD").Refusal());
        Assert.Equal("HEAD has no specs in others; --models names the folder of specs", repository.Diff("HEAD", "--models", "others").Refusal());
        Assert.Equal("HEAD~1 has no folder others", repository.Diff("HEAD~1", "--models", "others").Refusal());
        Assert.Equal("'small/no-e' is a variant and 'HEAD' is none; name two variants, or two revisions with --variant small/no-e", repository.Diff("HEAD", "small/no-e").Refusal());
    }

    [Fact]
    public void A_folder_in_no_repository_and_a_machine_without_git_are_told()
    {
        var folder = Workplace.NewFolder("plain");
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        Assert.StartsWith("git cannot read revisions of models: fatal: not a git repository", Bigbigan.RunIn(folder, "diff", "HEAD").Refusal());
        Assert.Equal(
            "there is no 'git' in PATH, which reads the revisions; install it, or compare two variants",
            Bigbigan.Bash($"cd '{folder}'; PATH=$(dirname $(readlink -f $(command -v dotnet))); bigbigan diff HEAD").Refusal());
    }

    private static GitRepository Repo(out string commit)
    {
        var repository = new GitRepository()
            .Write("models/small/fashion.yaml", Fashion)
            .Write("models/small/point.yaml", "variant: Point\nextends: fashion\nencoder: { posterior: point }\n")
            .Write("models/grids/lab.yaml", Lab);
        commit = repository.Commit("first");
        return repository;
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
