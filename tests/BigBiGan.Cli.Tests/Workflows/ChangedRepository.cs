using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>
/// A checkout of a change that adds one of the two cells of models/grids/ci.yaml, as a job of a CI service has it: <c>./bigbigan</c> is the command,
/// and the programs that speak to the service are stand-ins, which write down what they are asked.
/// </summary>
internal sealed class ChangedRepository
{
    public const string Kept = "small-fashion-s0-";
    public const string Added = "small-no-e-s0-";

    private const string Grid = "models/grids/ci.yaml";

    private readonly GitRepository _repository = new();

    public ChangedRepository()
    {
        _repository.TakeModels();
        var grid = File.ReadAllText(In(Grid));
        _repository.Write(Grid, grid.Replace("[../small/fashion, ../small/no-e]", "[../small/fashion]", StringComparison.Ordinal)).Commit("one");
        _repository.Write(Grid, grid).Commit("two");
        Program("bigbigan", $"exec dotnet '{Bigbigan.Program}' \"$@\"");
    }

    /// <summary>A path below the checkout.</summary>
    public string In(string path) => Path.Combine(_repository.Folder, path);

    public string Read(string path) => File.ReadAllText(In(path));

    /// <summary>Makes a script of the shell, which the lines find where it lies in <c>stubs</c>.</summary>
    public void Program(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), $"#!/usr/bin/env bash\n{script}\n");
        Bigbigan.Finish(Bigbigan.Start("chmod", _repository.Folder, ["+x", path])).Succeeds();
    }

    /// <summary>Runs lines as GitHub and GitLab do, so that the first that fails ends them.</summary>
    public Answer Run(string lines, params (string Name, string Value)[] settings) => Bigbigan.Finish(Bigbigan.Start(
        "env",
        _repository.Folder,
        [
            // of a pipeline that runs these tests
            .. new[] { "CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_IID", "GRID_TOKEN" }.SelectMany(name => new[] { "-u", name }),
            $"PATH={In("stubs")}:{Environment.GetEnvironmentVariable("PATH")}", .. settings.Select(setting => $"{setting.Name}={setting.Value}"),
            "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines,
        ]));

    /// <summary>Copies the folders of cells that begin so from results, as an artifact or a cache brings them.</summary>
    public void Bring(string results, string cells, string into)
    {
        foreach (var cell in Directory.GetDirectories(results, $"{cells}*"))
        {
            var target = In(Path.Combine(into, Path.GetFileName(cell)));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(Workplace.Copy(cell), target);
        }
    }
}
