namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>All of models/ together, with the classes of its layers, generated once for every test that asks.</summary>
internal static class Repository
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Specs, grids and calibrations.</summary>
    public static readonly IReadOnlyList<(string Path, string Text)> Files =
    [
        .. Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file))),
    ];

    private static readonly string[] Classes = [.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    private static readonly Lazy<Generation> Generated = new(Generate);

    public static Generation Models => Generated.Value;

    /// <summary>The same once more.</summary>
    public static Generation Generate() => Generation.Of(Files, Classes);
}
