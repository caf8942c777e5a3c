namespace BigBiGan.Cli.Tests.Harness;

internal static class Repository
{
    /// <summary>The nearest folder above with the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Debug or Release, from <c>bin/CONFIGURATION/net10.0/</c>.</summary>
    public static string Configuration { get; } = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "BigBiGan.Dsl.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
