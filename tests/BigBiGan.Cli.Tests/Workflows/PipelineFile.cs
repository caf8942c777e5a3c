using BigBiGan.Cli.Tests.Harness;
using YamlDotNet.RepresentationModel;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>A file of a CI service, as YAML.</summary>
internal static class PipelineFile
{
    public const string GitLab = "ci/gitlab/grid.yml";

    /// <summary>GitHub's, from the root of the repository.</summary>
    public static IReadOnlyList<string> Workflows { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yml").Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    public static YamlMappingNode Read(string file) => Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));

    public static YamlMappingNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Every job of a workflow by its name.</summary>
    public static IReadOnlyDictionary<string, YamlMappingNode> Jobs(string workflow) =>
        Map(Read(workflow)["jobs"]).Children.ToDictionary(job => Text(job.Key), job => Map(job.Value));

    /// <summary>The steps of a job, those that use an action among them.</summary>
    public static IReadOnlyList<YamlMappingNode> Steps(YamlMappingNode job) => [.. ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>()];

    /// <summary>All that shells run.</summary>
    public static IReadOnlyList<string> Scripts(string file) => file == GitLab
        ? [.. Read(file).Children.Select(job => job.Value).OfType<YamlMappingNode>().Where(job => Has(job, "script")).Select(Script)]
        : [.. Jobs(file).Values.SelectMany(Steps).Select(step => Value(step, "run")).OfType<string>()];

    /// <summary>A job of GitLab as the one script that it is.</summary>
    public static string Script(YamlMappingNode job) => string.Join("\n", ((YamlSequenceNode)job["script"]).Select(Text));

    public static YamlMappingNode Map(YamlNode node) => (YamlMappingNode)node;

    public static bool Has(YamlMappingNode node, string key) => node.Children.ContainsKey(key);

    public static string? Value(YamlMappingNode node, string key) => Has(node, key) ? Text(node[key]).Trim() : null;

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
