using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;
using YamlDotNet.RepresentationModel;

namespace BigBiGan.Cli.Tests;

/// <summary>The workflows cannot run here; that they call commands that exist, with options that exist, can be held.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_of_a_workflow_exists_with_its_options(string file)
    {
        var commands = Runs(file).SelectMany(run => run.Split('\n')).Where(line => line.StartsWith("./bigbigan ", StringComparison.Ordinal)).ToList();
        foreach (var line in commands)
        {
            var words = line.Split("./bigbigan ")[1].Split(">>")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var verbs = words.TakeWhile(word => Verb().IsMatch(word)).ToArray();
            var help = Bigbigan.Run([.. verbs, "--help"]).Succeeds().Out;
            Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, help));
        }

        Assert.True(commands.Count > 0 || file == "ci.yml", $"{file} calls no command");
        Assert.All(Runs(file).Where(run => run.StartsWith(".ci/", StringComparison.Ordinal)), run => Assert.True(File.Exists(Path.Combine(Repository.Root, run))));
    }

    /// <summary>The jobs of grid.yml with the shell that they would have, one after the other in one folder.</summary>
    [Fact]
    public void The_lines_of_the_grid_workflow_lead_from_a_plan_to_a_report()
    {
        var folder = Workplace.NewFolder("workflow");
        var lines = Runs("grid.yml").SelectMany(run => run.Split('\n')).Where(line => !line.StartsWith("dotnet build", StringComparison.Ordinal)).Select(line => line.Replace("./bigbigan", "bigbigan")).ToList();
        var (plan, cell, report) = (lines.Single(line => line.Contains("github-matrix")), lines.Single(line => line.Contains("grid cell")), lines.Where(line => line.Contains("report")).ToList());
        var setting = $"cd '{folder}'; export GRID=ci GITHUB_OUTPUT='{folder}/output' GITHUB_STEP_SUMMARY='{folder}/summary'";
        Bigbigan.Bash($"{setting}; {plan}").Succeeds();
        var cells = CellIn().Matches(File.ReadAllText(Path.Combine(folder, "output"))).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, cells.Count);
        Bigbigan.Bash($"{setting}; {cell.Replace("${{ matrix.cell }}", cells[1])}").Succeeds();
        Bigbigan.Bash($"{setting}; {string.Join("; ", report)}").Succeeds();
        Assert.Contains("1 of 2 cells done", File.ReadAllText(Path.Combine(folder, "summary")));
    }

    private static IEnumerable<string> Runs(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, ".github", "workflows", file));
        yaml.Load(reader);
        var jobs = (YamlMappingNode)yaml.Documents[0].RootNode["jobs"];
        return [.. jobs.Children.SelectMany(job => (YamlSequenceNode)job.Value["steps"])
            .OfType<YamlMappingNode>()
            .Where(step => step.Children.ContainsKey("run"))
            .Select(step => ((YamlScalarNode)step["run"]).Value!.Trim())];
    }

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Verb();

    [GeneratedRegex("\"cell\":\"([0-9a-f]{64})\"")]
    private static partial Regex CellIn();
}
